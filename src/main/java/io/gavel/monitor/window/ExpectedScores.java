package io.gavel.monitor.window;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A histogram of expected scores, for quantiles. A scale bounds its scores, so bins of a fixed
/// width do what a sketch does for values without bounds, and merge without a rounding error, in
/// any order, with any weights. A quantile is off by less than a bin: 1/64 of the scale at most.
///
/// @param exponent a bin is 2 to this power wide, so that bins of different scales nest
/// @param lowest the lowest value
/// @param highest the highest value; below the lowest where there is none
/// @param bins the weight of each bin that is not empty; bin i begins at i times the width
public record ExpectedScores(
    int exponent, double lowest, double highest, SortedMap<Integer, Double> bins) {
  /// Of no value.
  public static final ExpectedScores NONE =
      new ExpectedScores(-30, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, new TreeMap<>());

  private static final double BINS = 128;

  /// Copies.
  public ExpectedScores {
    bins = Collections.unmodifiableSortedMap(new TreeMap<>(bins));
  }

  /// Of one value.
  ///
  /// @param range how far apart the ends of its scale are, above 0
  public static ExpectedScores of(double value, double weight, int range) {
    // The next power of two, rounded up where it is none: 64 to 128 bins.
    int exponent = Math.getExponent(range / BINS * Math.nextDown(2.0));
    return new ExpectedScores(
        exponent, value, value, new TreeMap<>(Map.of(bin(value, exponent), weight)));
  }

  /// Of the values of both.
  public ExpectedScores merge(ExpectedScores other) {
    int wider = Math.max(exponent, other.exponent);
    SortedMap<Integer, Double> both = new TreeMap<>();
    addTo(both, wider);
    other.addTo(both, wider);
    return new ExpectedScores(
        wider, Math.min(lowest, other.lowest), Math.max(highest, other.highest), both);
  }

  private void addTo(SortedMap<Integer, Double> all, int wider) {
    bins.forEach((bin, weight) -> all.merge(bin >> (wider - exponent), weight, Double::sum));
  }

  /// A quantile, even within a bin.
  ///
  /// @param share above 0, below 1
  /// @return empty where there is no value
  public Optional<Double> quantile(double share) {
    if (bins.isEmpty()) {
      return Optional.empty();
    }
    double left = share * bins.values().stream().mapToDouble(Double::doubleValue).sum();
    for (Map.Entry<Integer, Double> bin : bins.entrySet()) {
      if (left <= bin.getValue()) {
        double value = Math.scalb(bin.getKey() + left / bin.getValue(), exponent);
        return Optional.of(Math.clamp(value, lowest, highest));
      }
      left -= bin.getValue();
    }
    return Optional.of(highest);
  }

  private static int bin(double value, int exponent) {
    return (int) Math.floor(Math.scalb(value, -exponent));
  }
}
