package io.gavel.web.api.series;

import io.gavel.schema.ScoreBucket;
import io.gavel.schema.ScoreWindow;
import io.gavel.web.api.Scale;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One series as the API tells it. Numbers beside `points` are over all its points together; null
/// where there is nothing that tells them.
record SeriesView(
    String key,
    String application,
    String model,
    String rubricId,
    Map<String, String> tags,
    boolean overflow,
    boolean standIn,
    @Nullable Scale scale,
    long count,
    long comparisons,
    @Nullable Double mean,
    @Nullable Double standardError,
    @Nullable Double deadLetterShare,
    @Nullable Double unreadableShare,
    List<Level> levels,
    @Nullable Baseline baseline,
    String standing,
    boolean judge,
    List<Point> points) {

  record Level(int score, double weight) {}

  record Baseline(double mean, String kind) {}

  /// One window.
  record Point(
      Instant start,
      Instant end,
      long count,
      @Nullable Double mean,
      @Nullable Double standardError,
      @Nullable Double deadLetterShare) {
    private static Point of(ScoreWindow window) {
      return new Point(
          window.getWindowStart(),
          window.getWindowEnd(),
          window.getCount(),
          finite(window.getMean().orElse(null)),
          finite(window.getStandardError().orElse(null)),
          finite(window.getDeadLetterShare().orElse(null)));
    }
  }

  static SeriesView of(SeriesSource.Found found, Standings.Standing standing) {
    ScoreWindow total = found.total();
    List<ScoreBucket> buckets = total.getBuckets();
    return new SeriesView(
        found.key(),
        total.getApplication(),
        total.getModel(),
        total.getRubricId(),
        new TreeMap<>(total.getTags()),
        total.getOverflow(),
        total.getStandIn(),
        buckets.isEmpty()
            ? null
            : new Scale(buckets.getFirst().getScore(), buckets.getLast().getScore()),
        total.getCount(),
        total.getComparisons(),
        finite(total.getMean().orElse(null)),
        finite(total.getStandardError().orElse(null)),
        finite(total.getDeadLetterShare().orElse(null)),
        finite(total.getUnreadableShare().orElse(null)),
        buckets.stream().map(it -> new Level(it.getScore(), it.getWeight())).toList(),
        baseline(standing.baseline()),
        standing.state().name().toLowerCase(Locale.ROOT),
        standing.judge(),
        found.windows().stream().map(Point::of).toList());
  }

  private static @Nullable Baseline baseline(Standings.@Nullable Baseline baseline) {
    return baseline == null
        ? null
        : new Baseline(baseline.mean(), baseline.kind().name().toLowerCase(Locale.ROOT));
  }

  /// JSON has no word for what is no number.
  private static @Nullable Double finite(@Nullable Double value) {
    return value == null || !Double.isFinite(value) ? null : value;
  }
}
