package io.gavel.cli.demo;

import io.gavel.schema.Feedback;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The scores of one application and model, over all rubrics: each feedback weighs 1 / its
/// inclusion probability, so that rubrics that are sampled count as if they were not. Pure; for one
/// thread.
public final class SeriesScores {
  /// The length of one step of [#trend].
  public static final Duration STEP = Duration.ofSeconds(15);

  private final NavigableMap<Long, Sum> steps = new TreeMap<>();
  private final NavigableMap<Integer, Long> histogram = new TreeMap<>();
  private Sum all = new Sum(0, 0);
  private long count;

  private record Sum(double weight, double weighted) {
    Sum plus(double addedWeight, double score) {
      return new Sum(weight + addedWeight, weighted + addedWeight * score);
    }

    double mean() {
      return weighted / weight;
    }
  }

  /// Counts one feedback under the time its response was made.
  void add(Feedback feedback, int score) {
    double weight = 1 / feedback.getInclusionProbability();
    long step = Math.floorDiv(feedback.getGeneratedAt().toEpochMilli(), STEP.toMillis());
    steps.merge(step, new Sum(0, 0).plus(weight, score), (sum, added) -> sum.plus(weight, score));
    for (int level = feedback.getScaleMinimum(); level <= feedback.getScaleMaximum(); level++) {
      histogram.merge(level, level == score ? 1L : 0L, Long::sum);
    }
    all = all.plus(weight, score);
    count++;
  }

  /// How many scores there are.
  public long count() {
    return count;
  }

  /// Their weighted mean, on the rubrics' scale.
  public double mean() {
    return all.mean();
  }

  /// The weighted mean of the responses made at a time or later; null where there is none.
  public @Nullable Double meanSince(Instant since) {
    Sum sum =
        steps.tailMap(Math.floorDiv(since.toEpochMilli(), STEP.toMillis()), true).values().stream()
            .reduce(
                new Sum(0, 0),
                (left, right) ->
                    new Sum(left.weight() + right.weight(), left.weighted() + right.weighted()));
    return sum.weight() == 0 ? null : sum.mean();
  }

  /// How often each level of the scale was given, ascending.
  public List<Long> histogram() {
    return List.copyOf(histogram.values());
  }

  /// The mean of each of the last steps that are over or under way, oldest first; null where a step
  /// has no score.
  ///
  /// @param now the last step is the one this falls in
  /// @param count how many steps
  public List<@Nullable Double> trend(Instant now, int count) {
    long last = Math.floorDiv(now.toEpochMilli(), STEP.toMillis());
    List<@Nullable Double> trend = new ArrayList<>();
    for (long step = last - count + 1; step <= last; step++) {
      Sum sum = steps.get(step);
      trend.add(sum == null ? null : sum.mean());
    }
    return trend;
  }
}
