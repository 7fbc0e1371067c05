package io.gavel.cli.baseline;

import io.gavel.deadletter.Reason;
import io.gavel.hash.Ids;
import io.gavel.monitor.window.Series;
import io.gavel.schema.Baseline;
import io.gavel.schema.ScoreBucket;
import io.gavel.schema.ScoreWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// The published windows of one series, added up to a baseline. Pure.
///
/// @param series which
/// @param windows each once, in its newest state, at least one; on one scale
public record MergedWindows(Series series, List<ScoreWindow> windows) {
  private static final List<Reason> UNREADABLE =
      List.of(Reason.UNREADABLE_ANSWER, Reason.ANSWER_CUT_OFF);

  /// Copies.
  public MergedWindows {
    windows = List.copyOf(windows);
  }

  /// The scales of some windows, in their order: the levels of each that has scores, each once.
  public static List<List<Integer>> scales(Collection<ScoreWindow> windows) {
    return windows.stream()
        .map(window -> window.getBuckets().stream().map(ScoreBucket::getScore).toList())
        .filter(levels -> !levels.isEmpty())
        .distinct()
        .toList();
  }

  /// How many scores there are.
  public long scores() {
    return windows.stream().mapToLong(ScoreWindow::getCount).sum();
  }

  /// The baseline. Its id is a hash of what it says of the series, so that the same again changes
  /// nothing.
  ///
  /// @param from start of the time that was asked for
  /// @param to its end
  /// @param setAt wall-clock
  /// @param note why, in the operator's words
  public Baseline baseline(Instant from, Instant to, Instant setAt, String note) {
    double weight = windows.stream().mapToDouble(ScoreWindow::getWeight).sum();
    // The sum of squared weights of a window, from its effective sample size.
    double squares =
        windows.stream()
            .filter(it -> it.getEffectiveSampleSize() > 0)
            .mapToDouble(it -> it.getWeight() * it.getWeight() / it.getEffectiveSampleSize())
            .sum();
    double sum =
        windows.stream().mapToDouble(it -> it.getMean().orElse(0.0) * it.getWeight()).sum();
    List<ScoreBucket> buckets = buckets();
    long dead = windows.stream().mapToLong(ScoreWindow::getDeadLetters).sum();
    long comparisons = windows.stream().mapToLong(ScoreWindow::getComparisons).sum();
    long unreadable = windows.stream().mapToLong(MergedWindows::unreadable).sum();
    return Baseline.newBuilder()
        .setBaselineId(
            Ids.hash(
                "baseline",
                series.key(),
                from.toString(),
                to.toString(),
                buckets.toString(),
                Long.toString(dead),
                Long.toString(unreadable)))
        .setApplication(series.application())
        .setModel(series.model())
        .setRubricId(series.rubricId())
        .setTags(series.tags())
        .setFrom(from)
        .setTo(to)
        .setBuckets(buckets)
        .setEffectiveSampleSize(squares > 0 ? weight * weight / squares : 0)
        .setMean(weight > 0 ? sum / weight : 0)
        .setUnreadable(unreadable)
        .setDeadLetters(dead)
        .setOutcomes(scores() + comparisons + dead)
        .setStandIn(windows.stream().anyMatch(ScoreWindow::getStandIn))
        .setSetAt(setAt)
        .setNote(note)
        .build();
  }

  private List<ScoreBucket> buckets() {
    List<ScoreBucket> all = new ArrayList<>();
    for (ScoreWindow window : windows) {
      List<ScoreBucket> own = window.getBuckets();
      for (int i = 0; i < own.size(); i++) {
        ScoreBucket more = own.get(i);
        if (i == all.size()) {
          all.add(more);
        } else {
          ScoreBucket before = all.get(i);
          all.set(
              i,
              new ScoreBucket(
                  more.getScore(),
                  before.getCount() + more.getCount(),
                  before.getWeight() + more.getWeight()));
        }
      }
    }
    return all;
  }

  private static long unreadable(ScoreWindow window) {
    Map<String, Long> letters = window.getDeadLettersByReason();
    return UNREADABLE.stream().mapToLong(it -> letters.getOrDefault(it.code(), 0L)).sum();
  }
}
