package io.gavel.bench.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The middle and the ends of some values.
///
/// @param median the middle one; of an even number the mean of both
/// @param min the least
/// @param max the greatest
public record Spread(double median, double min, double max) {
  /// The spread of values; NaN where there are none. What was not measured (NaN) is left out.
  public static Spread of(List<Double> values) {
    double[] sorted =
        values.stream().mapToDouble(v -> v).filter(v -> !Double.isNaN(v)).sorted().toArray();
    if (sorted.length == 0) {
      return new Spread(Double.NaN, Double.NaN, Double.NaN);
    }
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }

  /// A quantile of some values by the nearest rank.
  ///
  /// @param values in any order; not empty
  /// @param quantile above 0 and up to 1
  public static double quantile(double[] values, double quantile) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(quantile * sorted.length) - 1)];
  }

  /// `median (min..max)`, or the median alone when all are the same; `-` for NaN.
  ///
  /// @param decimals digits after the point
  public String text(int decimals) {
    if (Double.isNaN(median)) {
      return "-";
    }
    String middle = number(median, decimals);
    return min == max
        ? middle
        : middle + " (" + number(min, decimals) + ".." + number(max, decimals) + ")";
  }

  private static String number(double value, int decimals) {
    return Double.isInfinite(value)
        ? "never"
        : String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
