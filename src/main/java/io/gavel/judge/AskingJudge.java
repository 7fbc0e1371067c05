package io.gavel.judge;

import io.gavel.config.JudgeProfile;
import io.gavel.deadletter.Reason;
import io.gavel.judge.budget.Fitted;
import io.gavel.judge.budget.PromptBudget;
import io.gavel.judge.model.Effort;
import io.gavel.judge.model.MonotonicClock;
import io.gavel.schema.JudgeRequest;
import io.gavel.trace.AskingTrace;
import java.util.Optional;

/// One judge profile: makes a request fit into the model's context, asks for as many samples as the
/// rubric wants, and makes one verdict of them. A prompt that the server finds too long, although
/// it was not known before, is made shorter where the profile allows it. For any number of threads.
final class AskingJudge implements Judge {
  private static final int MAX_SAMPLES = 16;

  private final String name;
  private final JudgeProfile profile;
  private final PromptBudget budget;
  private final Sampler sampler;
  private final VerdictComposer composer;
  private final MonotonicClock clock;

  /// @param name the profile's name
  /// @param profile its settings
  /// @param budget makes requests fit
  /// @param sampler asks
  /// @param composer makes verdicts
  /// @param clock the time for budgets
  AskingJudge(
      String name,
      JudgeProfile profile,
      PromptBudget budget,
      Sampler sampler,
      VerdictComposer composer,
      MonotonicClock clock) {
    this.name = name;
    this.profile = profile;
    this.budget = budget;
    this.sampler = sampler;
    this.composer = composer;
    this.clock = clock;
  }

  @Override
  public Verdict assess(JudgeRequest request, AskingTrace trace) throws InterruptedException {
    int samples = request.getRubric().getSamples();
    if (samples < 1 || samples > MAX_SAMPLES) {
      return unasked(
          Reason.INVALID_RECORD,
          "rubric %s wants %d samples; 1 to %d are possible"
              .formatted(request.getRubric().getRubricId(), samples, MAX_SAMPLES));
    }
    if (samples > 1 && profile.temperature() == 0) {
      return unasked(
          Reason.UNSUPPORTED_RUBRIC,
          "rubric %s wants %d samples, but at temperature 0 of judge profile %s all are the same; set the temperature above 0, or samples to 1"
              .formatted(request.getRubric().getRubricId(), samples, name));
    }
    Effort effort = new Effort(profile.maxAttempts(), profile.retryBudget(), clock);
    return switch (budget.fit(request)) {
      case Fitted.Not not -> unasked(not.reason(), not.detail());
      case Fitted.Ready ready -> assess(ready, samples, effort, trace);
    };
  }

  private Verdict assess(Fitted.Ready ready, int samples, Effort effort, AskingTrace trace)
      throws InterruptedException {
    return switch (sampler.sample(ready, samples, effort, trace)) {
      case Sampler.Samples.All all ->
          composer.verdict(ready.request(), ready.prompt(), all.concluded(), effort);
      case Sampler.Samples.Not(Sample.Failed failed) -> {
        Optional<Fitted.Ready> shorter =
            failed.reason() == Reason.CONTEXT_TOO_LONG
                ? budget.afterRefusal(ready)
                : Optional.empty();
        if (shorter.isPresent()) {
          effort.another();
          yield assess(shorter.get(), samples, effort, trace);
        }
        yield new Verdict.Unjudged(
            failed.reason(),
            failed.detail(),
            effort.calls(),
            failed.rawAnswer() == null ? null : RawAnswer.bounded(failed.rawAnswer()),
            failed.standIn() || profile.standIn());
      }
    };
  }

  private Verdict unasked(Reason reason, String detail) {
    return new Verdict.Unjudged(reason, detail, 0, null, profile.standIn());
  }
}
