package io.gavel.monitor.window;

import java.util.Optional;

/// A plain mean.
///
/// @param count how many values, 0 or more
/// @param sum their sum
public record Average(long count, double sum) {
  /// Of no value.
  public static final Average NONE = new Average(0, 0);

  /// Of one value.
  public static Average of(double value) {
    return new Average(1, value);
  }

  /// Of the values of both.
  public Average merge(Average other) {
    return new Average(count + other.count, sum + other.sum);
  }

  /// The mean; empty where there is no value.
  public Optional<Double> mean() {
    return count == 0 ? Optional.empty() : Optional.of(sum / count);
  }
}
