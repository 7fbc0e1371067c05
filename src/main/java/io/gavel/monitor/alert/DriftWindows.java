package io.gavel.monitor.alert;

import io.gavel.deadletter.Reason;
import io.gavel.monitor.drift.DriftWindow;
import io.gavel.monitor.window.LevelCounts;
import io.gavel.monitor.window.WeightedTotal;
import io.gavel.monitor.window.WindowAggregate;
import io.gavel.schema.Baseline;
import io.gavel.schema.ScoreBucket;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Windows as the detector takes them.
final class DriftWindows {
  private static final List<Reason> UNREADABLE =
      List.of(Reason.UNREADABLE_ANSWER, Reason.ANSWER_CUT_OFF);

  private DriftWindows() {}

  /// The levels of a window's scores; empty where it has none.
  static List<Integer> levels(WindowAggregate aggregate) {
    return List.copyOf(aggregate.levels().all().keySet());
  }

  /// The levels of a baseline's scores; empty where it has none.
  static List<Integer> levels(Baseline baseline) {
    return baseline.getBuckets().stream().map(ScoreBucket::getScore).toList();
  }

  /// A window.
  ///
  /// @param levels the scale; that of the scores where there are any
  static DriftWindow of(Instant start, List<Integer> levels, WindowAggregate aggregate) {
    LevelCounts counts = aggregate.levels();
    Map<String, WeightedTotal> letters = aggregate.deadLetters();
    long unreadable =
        UNREADABLE.stream()
            .mapToLong(it -> letters.getOrDefault(it.code(), WeightedTotal.NONE).count())
            .sum();
    long dead = aggregate.deadLetterCount();
    return new DriftWindow(
        start,
        levels,
        levels.stream()
            .map(it -> counts.levels().getOrDefault(it, WeightedTotal.NONE).weight())
            .toList(),
        aggregate.scores().effectiveSampleSize(),
        unreadable,
        dead,
        aggregate.scores().count() + aggregate.comparisons().count() + dead);
  }

  /// What an operator pinned.
  ///
  /// @param levels the scale where it has no scores
  static DriftWindow of(Baseline baseline, List<Integer> levels) {
    List<ScoreBucket> buckets = baseline.getBuckets();
    return new DriftWindow(
        baseline.getFrom(),
        buckets.isEmpty() ? levels : levels(baseline),
        buckets.isEmpty()
            ? levels.stream().map(it -> 0.0).toList()
            : buckets.stream().map(ScoreBucket::getWeight).toList(),
        baseline.getEffectiveSampleSize(),
        baseline.getUnreadable(),
        baseline.getDeadLetters(),
        baseline.getOutcomes());
  }
}
