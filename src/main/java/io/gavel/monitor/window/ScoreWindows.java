package io.gavel.monitor.window;

import io.gavel.deadletter.Reason;
import io.gavel.schema.ScoreWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Windows as they are published.
public final class ScoreWindows {
  /// The reasons of a dead letter that say that the judge answered, and not what was asked for.
  private static final Set<String> UNREADABLE =
      Set.of(Reason.UNREADABLE_ANSWER.code(), Reason.ANSWER_CUT_OFF.code());

  private static final List<Double> QUANTILES = List.of(0.05, 0.25, 0.5, 0.75, 0.95);

  private ScoreWindows() {}

  /// The start of the window that an instant is in. Windows begin at multiples of their size since
  /// 1970, UTC.
  public static Instant start(Instant at, Duration size) {
    long millis = at.toEpochMilli();
    return Instant.ofEpochMilli(millis - Math.floorMod(millis, size.toMillis()));
  }

  /// A window.
  public static ScoreWindow window(
      Series series, Instant start, Duration size, WindowAggregate aggregate) {
    // Scores of several rubrics have no mean.
    WindowAggregate told =
        series.isOverflow()
            ? new WindowAggregate(
                Moments.NONE,
                LevelCounts.NONE,
                ExpectedScores.NONE,
                aggregate.comparisons(),
                aggregate.deadLetters(),
                aggregate.judge(),
                aggregate.standIn(),
                aggregate.examples())
            : aggregate;
    Map<String, Long> letters = new TreeMap<>();
    aggregate.deadLetters().forEach((reason, total) -> letters.put(reason, total.count()));
    return ScoreWindow.newBuilder()
        .setApplication(series.application())
        .setModel(series.model())
        .setRubricId(series.rubricId())
        .setTags(series.tags())
        .setWindowStart(start)
        .setWindowEnd(start.plus(size))
        .setCount(aggregate.scores().count())
        .setWeight(aggregate.scores().weight())
        .setEffectiveSampleSize(aggregate.scores().effectiveSampleSize())
        .setMean(told.scores().count() == 0 ? null : (Double) told.scores().mean())
        .setVariance(told.scores().variance().orElse(null))
        .setStandardError(told.scores().standardError().orElse(null))
        .setBuckets(AggregateRecords.buckets(told.levels().all()))
        .setExpectedScoreQuantiles(quantiles(told.expected()))
        .setComparisons(aggregate.comparisons().count())
        .setDeadLetters(aggregate.deadLetterCount())
        .setDeadLettersByReason(letters)
        .setDeadLetterShare(aggregate.deadLetterShare().orElse(null))
        .setUnreadableShare(aggregate.share(UNREADABLE).orElse(null))
        .setJudgeLatencyMillis(aggregate.judge().latencyMillis().mean().orElse(null))
        .setJudgeCompletionTokens(aggregate.judge().completionTokens().mean().orElse(null))
        .setFeedbackLength(aggregate.judge().feedbackLength().mean().orElse(null))
        .setSampleAgreement(aggregate.judge().sampleAgreement().mean().orElse(null))
        .setStandIn(aggregate.standIn())
        .setOverflow(series.isOverflow())
        .build();
  }

  private static Map<String, Double> quantiles(ExpectedScores expected) {
    Map<String, Double> quantiles = new TreeMap<>();
    for (double share : QUANTILES) {
      expected.quantile(share).ifPresent(value -> quantiles.put(Double.toString(share), value));
    }
    return quantiles;
  }
}
