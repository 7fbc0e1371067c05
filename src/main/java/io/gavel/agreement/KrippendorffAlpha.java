package io.gavel.agreement;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// Krippendorff's alpha: how reliable several runs are among themselves, for any number of runs and
/// with gaps; 1 where all agree, 0 where they agree as by chance. After Krippendorff 2011,
/// Computing Krippendorff's Alpha-Reliability.
///
/// alpha = 1 - (n - 1) Σ_u Σ_{i≠j} δ²(v_ui, v_uj) / (m_u - 1) / Σ_c Σ_k n_c n_k δ²(c, k), where
/// item u has m_u values, n values stand in items with at least two, and n_c of them are c.
public enum KrippendorffAlpha {
  /// Values are names: they are the same or not.
  NOMINAL {
    @Override
    double distance(Values values, int lower, int higher) {
      return 1;
    }

    @Override
    double expected(Values values) {
      double total = values.total();
      return total * total - Arrays.stream(values.counts).mapToDouble(n -> (double) n * n).sum();
    }
  },
  /// Values are ranks: two are as far apart as there are values between them.
  ORDINAL {
    @Override
    double distance(Values values, int lower, int higher) {
      double between = rank(values, higher) - rank(values, lower);
      return between * between;
    }

    @Override
    double expected(Values values) {
      return spread(values, i -> rank(values, i));
    }

    // The values below, and half of those that are the same.
    private static double rank(Values values, int index) {
      return values.upTo[index] + values.counts[index] / 2.0;
    }
  },
  /// Values are numbers: their difference counts.
  INTERVAL {
    @Override
    double distance(Values values, int lower, int higher) {
      double difference = values.distinct[higher] - values.distinct[lower];
      return difference * difference;
    }

    @Override
    double expected(Values values) {
      return spread(values, i -> values.distinct[i]);
    }
  };

  /// The measure; empty where no item has two values, or all values are the same.
  ///
  /// @param runs for each run, its value for each item; NaN where it has none. All as long
  public OptionalDouble of(double[]... runs) {
    int items = runs.length == 0 ? 0 : runs[0].length;
    double[][] units = new double[items][];
    for (int item = 0; item < items; item++) {
      int index = item;
      double[] unit =
          Arrays.stream(runs)
              .mapToDouble(run -> run[index])
              .filter(v -> !Double.isNaN(v))
              .toArray();
      units[item] = unit.length < 2 ? new double[0] : unit;
    }
    Values values = Values.of(units);
    double expected = expected(values);
    return expected > 0
        ? OptionalDouble.of(1 - (values.total() - 1) * observed(values, units) / expected)
        : OptionalDouble.empty();
  }

  /// The squared distance of two different values, by their indexes.
  abstract double distance(Values values, int lower, int higher);

  private double observed(Values values, double[][] units) {
    double sum = 0;
    for (double[] unit : units) {
      double ofUnit = 0;
      for (int i = 0; i < unit.length; i++) {
        for (int j = i + 1; j < unit.length; j++) {
          if (unit[i] != unit[j]) {
            int one = values.index(unit[i]);
            int other = values.index(unit[j]);
            ofUnit += 2 * distance(values, Math.min(one, other), Math.max(one, other));
          }
        }
      }
      sum += unit.length == 0 ? 0 : ofUnit / (unit.length - 1);
    }
    return sum;
  }

  /// The sum of Σ_c Σ_k n_c n_k δ²(c, k).
  abstract double expected(Values values);

  /// That sum where δ is the difference of two positions: 2 n Σ_c n_c (x_c - mean)², which takes no
  /// look at pairs.
  private static double spread(Values values, IntToDoubleFunction position) {
    int size = values.distinct.length;
    if (size < 2) {
      return 0; // And not what rounding makes of it.
    }
    double total = values.total();
    double mean =
        IntStream.range(0, size)
                .mapToDouble(i -> values.counts[i] * position.applyAsDouble(i))
                .sum()
            / total;
    return 2
        * total
        * IntStream.range(0, size)
            .mapToDouble(i -> values.counts[i] * square(position.applyAsDouble(i) - mean))
            .sum();
  }

  private static double square(double value) {
    return value * value;
  }

  /// The different values that occur, ascending, and how often each does.
  static final class Values {
    private final double[] distinct;
    private final long[] counts;

    /// At i: how many values are below the i-th.
    private final long[] upTo;

    private Values(double[] distinct, long[] counts, long[] upTo) {
      this.distinct = distinct;
      this.counts = counts;
      this.upTo = upTo;
    }

    static Values of(double[][] units) {
      double[] distinct =
          Arrays.stream(units).flatMapToDouble(Arrays::stream).distinct().sorted().toArray();
      long[] counts = new long[distinct.length];
      Arrays.stream(units)
          .flatMapToDouble(Arrays::stream)
          .forEach(value -> counts[Arrays.binarySearch(distinct, value)]++);
      long[] upTo = new long[distinct.length + 1];
      for (int i = 0; i < distinct.length; i++) {
        upTo[i + 1] = upTo[i] + counts[i];
      }
      return new Values(distinct, counts, upTo);
    }

    long total() {
      return upTo[distinct.length];
    }

    int index(double value) {
      return Arrays.binarySearch(distinct, value);
    }
  }
}
