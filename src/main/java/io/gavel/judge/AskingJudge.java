package io.gavel.judge;

import io.gavel.config.JudgeProfile;
import io.gavel.deadletter.Reason;
import io.gavel.judge.exchange.Answer;
import io.gavel.judge.exchange.Sampling;
import io.gavel.judge.kind.JudgeKind;
import io.gavel.judge.kind.Reading;
import io.gavel.judge.kind.Rendering;
import io.gavel.judge.model.Effort;
import io.gavel.judge.model.JudgeModel;
import io.gavel.judge.model.MonotonicClock;
import io.gavel.judge.model.Question;
import io.gavel.judge.model.Reply;
import io.gavel.metric.JudgeMeters;
import io.gavel.schema.JudgeRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One judge profile: renders the prompt, asks the model as often as the rubric wants samples, one
/// after the other, and reads the answers. An answer that cannot be read is asked for once more
/// where sampling may bring another one; the second is a dead letter with the raw answer.
final class AskingJudge implements Judge {
  private static final int MAX_SAMPLES = 16;

  private final String name;
  private final JudgeProfile profile;
  private final JudgeKind kind;
  private final JudgeModel model;
  private final VerdictComposer composer;
  private final MonotonicClock monotonic;
  private final JudgeMeters meters;

  /// @param name the profile's name
  /// @param profile its settings
  /// @param kind its prompts and answers
  /// @param model what is asked; never replies [Reply.Unavailable]
  /// @param clock the time of day, for judgements
  /// @param monotonic the time for budgets
  /// @param meters counts what was read
  AskingJudge(
      String name,
      JudgeProfile profile,
      JudgeKind kind,
      JudgeModel model,
      InstantSource clock,
      MonotonicClock monotonic,
      JudgeMeters meters) {
    this.name = name;
    this.profile = profile;
    this.kind = kind;
    this.model = model;
    this.composer = new VerdictComposer(name, profile, kind.variant(), clock);
    this.monotonic = monotonic;
    this.meters = meters;
  }

  @Override
  public Verdict assess(JudgeRequest request) throws InterruptedException {
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
    return switch (kind.render(request)) {
      case Rendering.Unsupported unsupported -> unasked(unsupported.reason(), unsupported.detail());
      case Rendering.Rendered prompt -> assess(request, prompt, samples);
    };
  }

  private Verdict assess(JudgeRequest request, Rendering.Rendered prompt, int samples)
      throws InterruptedException {
    List<Sample.Concluded> concluded = new ArrayList<>();
    // One for all samples: each further one adds the call that it needs at least.
    Effort effort = new Effort(profile.maxAttempts(), profile.retryBudget(), monotonic);
    for (int i = 0; i < samples; i++) {
      if (i > 0) {
        effort.another();
      }
      switch (sample(request, prompt, effort)) {
        case Sample.Concluded one -> concluded.add(one);
        case Sample.Failed failed -> {
          return new Verdict.Unjudged(
              failed.reason(),
              failed.detail(),
              effort.calls(),
              failed.rawAnswer() == null ? null : RawAnswer.bounded(failed.rawAnswer()),
              failed.standIn() || profile.standIn());
        }
      }
    }
    return composer.verdict(request, prompt, concluded, effort);
  }

  private Sample sample(JudgeRequest request, Rendering.Rendered prompt, Effort effort)
      throws InterruptedException {
    boolean mayAskAgain = profile.temperature() > 0;
    Reply.@Nullable Answered unread = null;
    while (true) {
      switch (model.ask(
          new Question(
              prompt.prompt(),
              new Sampling(1, profile.maxTokens()),
              effort,
              request.getPriority(),
              affinity(request)))) {
        case Reply.Answered answer -> {
          Reading reading = kind.read(request, answer.answers().getFirst());
          meters.read(code(reading));
          if (reading instanceof Reading.Conclusion conclusion) {
            return new Sample.Concluded(conclusion, answer);
          }
          if (!mayAskAgain || !effort.allows(Duration.ZERO)) {
            return unread(reading, answer);
          }
          mayAskAgain = false;
          unread = answer;
          meters.retried(code(reading));
        }
        case Reply.Refused refused -> {
          return new Sample.Failed(
              refused.contextTooLong() ? Reason.CONTEXT_TOO_LONG : Reason.REFUSED_BY_JUDGE,
              refused.detail(),
              refused.body(),
              refused.standIn());
        }
        case Reply.Transient failure -> {
          return new Sample.Failed(
              Reason.RETRIES_EXHAUSTED,
              "the last of %d calls: %s".formatted(effort.calls(), failure.detail()),
              unread == null ? null : raw(unread),
              unread != null && unread.standIn());
        }
        case Reply.Unavailable unavailable ->
            throw new IllegalStateException(
                "a model that cannot be asked must be waited for: " + unavailable.detail());
      }
    }
  }

  private static String raw(Reply.Answered reply) {
    return switch (reply.answers().getFirst()) {
      case Answer.Written written -> written.text();
      case Answer.Numbers numbers -> numbers.values().toString();
    };
  }

  private Sample unread(Reading reading, Reply.Answered answer) {
    Reason reason = Reason.UNREADABLE_ANSWER;
    String detail = "";
    switch (reading) {
      case Reading.Unreadable unreadable ->
          detail = "the judge's answer cannot be read: " + unreadable.why();
      case Reading.CutOff _ -> {
        reason = Reason.ANSWER_CUT_OFF;
        detail = "the judge's answer was cut off at %d tokens".formatted(profile.maxTokens());
      }
      case Reading.Conclusion _ -> throw new IllegalArgumentException("a conclusion was read");
    }
    return new Sample.Failed(reason, detail, raw(answer), answer.standIn());
  }

  /// The requests of one generation have the beginning of their prompts in common, and the samples
  /// of one request the whole; a single one has it with none.
  private static @Nullable String affinity(JudgeRequest request) {
    return request.getRequestsOfGeneration() > 1 || request.getRubric().getSamples() > 1
        ? request.getGeneration().getGenerationId()
        : null;
  }

  private static String code(Reading reading) {
    return switch (reading) {
      case Reading.Score _ -> "score";
      case Reading.Preference _ -> "preference";
      case Reading.Unreadable _ -> "unreadable";
      case Reading.CutOff _ -> "cut_off";
    };
  }

  private Verdict unasked(Reason reason, String detail) {
    return new Verdict.Unjudged(reason, detail, 0, null, profile.standIn());
  }
}
