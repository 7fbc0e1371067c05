package io.gavel.agreement;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/// Intervals by the bootstrap's percentile method (Efron and Tibshirani 1993, An Introduction to
/// the Bootstrap, chapter 13): items are drawn with replacement, as many as there are, and the
/// measure's 2.5 % and 97.5 % quantiles over the draws are the interval's ends. Quantiles are
/// interpolated (type 7 of Hyndman and Fan 1996).
///
/// A draw on which the measure is not defined, such as the correlation of a constant, is left out;
/// where that is more than half of them, there is no interval.
///
/// @param resamples how many draws; at least 100
/// @param seed the same seed gives the same interval
public record Bootstrap(int resamples, long seed) {
  private static final int LEAST = 100;
  private static final double LOW = 2.5;
  private static final double HIGH = 97.5;

  /// A measure of some of the items.
  @FunctionalInterface
  public interface Measure {
    /// The measure; empty where it is not defined. Called on several threads.
    ///
    /// @param items indexes of the items; one may occur several times
    OptionalDouble of(int[] items);
  }

  /// Checks.
  public Bootstrap {
    if (resamples < LEAST) {
      throw new IllegalArgumentException(
          "resamples is %d, must be %d or more".formatted(resamples, LEAST));
    }
  }

  /// A measure of all items with its interval; empty where it is not defined on all of them.
  ///
  /// @param size how many items there are
  /// @param measure is asked for all items, and for each draw
  public Optional<Estimate> estimate(int size, Measure measure) {
    OptionalDouble value = measure.of(IntStream.range(0, size).toArray());
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(new Estimate(value.getAsDouble(), interval(size, measure)));
  }

  private Optional<Estimate.Interval> interval(int size, Measure measure) {
    SplittableRandom source = new SplittableRandom(seed);
    // Each draw has a generator of its own, so that on many cores the result is the same.
    List<SplittableRandom> draws =
        IntStream.range(0, resamples).mapToObj(_ -> source.split()).toList();
    double[] values =
        draws.parallelStream()
            .map(draw -> measure.of(draw.ints(size, 0, size).toArray()))
            .flatMapToDouble(OptionalDouble::stream)
            .toArray();
    if (2 * values.length < resamples) {
      return Optional.empty();
    }
    Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
    percentile.setData(values);
    return Optional.of(new Estimate.Interval(percentile.evaluate(LOW), percentile.evaluate(HIGH)));
  }
}
