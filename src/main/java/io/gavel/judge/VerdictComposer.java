package io.gavel.judge;

import io.gavel.config.JudgeProfile;
import io.gavel.judge.kind.Distribution;
import io.gavel.judge.kind.Reading;
import io.gavel.judge.kind.Rendering;
import io.gavel.judge.kind.Scale;
import io.gavel.judge.model.Effort;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.JudgeSample;
import io.gavel.schema.Judgement;
import io.gavel.schema.Preferred;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Makes one verdict of the samples of a request. For any number of threads.
///
/// @param name the profile's name
/// @param profile its settings
/// @param variant the variant of the prompt, as the kind names it
/// @param clock the time of day
record VerdictComposer(String name, JudgeProfile profile, String variant, InstantSource clock) {
  /// The verdict.
  ///
  /// @param request what was asked
  /// @param prompt how
  /// @param samples what was concluded; all scores, or all preferences; not empty
  /// @param effort what it took
  Verdict verdict(
      JudgeRequest request,
      Rendering.Rendered prompt,
      List<Sample.Concluded> samples,
      Effort effort) {
    Judgement judgement = judgement(prompt, samples, effort);
    List<Reading.Conclusion> readings = samples.stream().map(Sample.Concluded::reading).toList();
    return switch (readings.getFirst()) {
      case Reading.Score first -> scored(request, prompt, first, readings, judgement);
      case Reading.Preference first -> compared(prompt, first, readings, judgement);
    };
  }

  private static Verdict scored(
      JudgeRequest request,
      Rendering.Rendered prompt,
      Reading.Score first,
      List<Reading.Conclusion> readings,
      Judgement judgement) {
    List<Double> scores =
        readings.stream().map(reading -> ((Reading.Score) reading).value()).toList();
    int level = Scores.level(scores);
    Distribution distribution = mean(readings);
    return new Verdict.Scored(
        level,
        Scores.mean(scores),
        scores.size() == 1
            ? null
            : new Verdict.Spread(
                Scores.deviation(scores),
                share(scores, score -> Scores.level(List.of(score)) == level)),
        distribution == null
            ? null
            : new Verdict.Expectation(
                distribution.expected(Scale.of(request.getRubric()).minimum()),
                distribution.probabilities()),
        first.checks(),
        first.feedback(),
        prompt.flags(),
        judgement);
  }

  /// What most samples preferred; a tie where none has most.
  private static Verdict compared(
      Rendering.Rendered prompt,
      Reading.Preference first,
      List<Reading.Conclusion> readings,
      Judgement judgement) {
    List<Preferred> votes =
        readings.stream().map(reading -> ((Reading.Preference) reading).preferred()).toList();
    long firsts = votes.stream().filter(vote -> vote == Preferred.FIRST).count();
    long seconds = votes.stream().filter(vote -> vote == Preferred.SECOND).count();
    long ties = votes.size() - firsts - seconds;
    Preferred preferred =
        firsts > Math.max(seconds, ties)
            ? Preferred.FIRST
            : seconds > Math.max(firsts, ties) ? Preferred.SECOND : Preferred.TIE;
    Distribution distribution = mean(readings);
    return new Verdict.Compared(
        preferred,
        distribution == null ? null : distribution.probabilities().getFirst(),
        votes.size() == 1 ? null : share(votes, vote -> vote == preferred),
        first.feedback(),
        prompt.flags(),
        judgement);
  }

  /// Over the samples; null where one of them has none, as half of them would not be the samples'.
  private static @Nullable Distribution mean(List<Reading.Conclusion> readings) {
    List<Distribution> distributions =
        readings.stream().map(Reading.Conclusion::distribution).filter(Objects::nonNull).toList();
    return distributions.size() < readings.size() ? null : Distribution.mean(distributions);
  }

  private static <T> double share(List<T> all, Predicate<T> which) {
    return (double) all.stream().filter(which).count() / all.size();
  }

  private Judgement judgement(
      Rendering.Rendered prompt, List<Sample.Concluded> samples, Effort effort) {
    Sample.Concluded first = samples.getFirst();
    return Judgement.newBuilder()
        .setJudgeProfile(name)
        .setKind(profile.kind())
        .setModel(first.reply().model())
        .setEndpoint(first.reply().endpoint())
        .setPromptVariant(variant)
        .setWithReference(prompt.withReference())
        .setStandIn(profile.standIn() || samples.stream().anyMatch(one -> one.reply().standIn()))
        .setAttempts(effort.calls())
        .setSamples(samples.stream().map(VerdictComposer::judgeSample).toList())
        .setLatencyMillis(effort.sinceFirstCall().toMillis())
        .setJudgedAt(clock.instant())
        .build();
  }

  private static JudgeSample judgeSample(Sample.Concluded sample) {
    JudgeSample.Builder told =
        JudgeSample.newBuilder()
            .setFeedback(sample.reading().feedback())
            .setPromptTokens(tokens(sample, sample.reply().promptTokens()))
            .setCompletionTokens(tokens(sample, sample.reply().completionTokens()));
    return switch (sample.reading()) {
      case Reading.Score score ->
          told.setScore(Scores.level(List.of(score.value()))).setValue(score.value()).build();
      case Reading.Preference preference -> told.setPreferred(preference.preferred()).build();
    };
  }

  /// A reply tells the tokens of all its answers together: the first carries them, so that the sum
  /// over the samples is what was spent.
  private static @Nullable Integer tokens(Sample.Concluded sample, @Nullable Integer ofReply) {
    return ofReply == null || sample.first() ? ofReply : Integer.valueOf(0);
  }
}
