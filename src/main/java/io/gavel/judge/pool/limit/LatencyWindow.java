package io.gavel.judge.pool.limit;

import java.time.Duration;

/// The logarithms of some calls' latencies (in nanoseconds), summed; immutable.
///
/// @param count how many
/// @param sum of the logarithms
/// @param squares the sum of their squares
record LatencyWindow(int count, double sum, double squares) {
  static final LatencyWindow EMPTY = new LatencyWindow(0, 0, 0);

  LatencyWindow with(Duration latency) {
    double log = Math.log((double) Math.max(latency.toNanos(), 1));
    return new LatencyWindow(count + 1, sum + log, squares + log * log);
  }

  /// The mean of the logarithms; only of a window that is not empty.
  double mean() {
    return sum / count;
  }

  /// The variance of the logarithms; only of a window of two or more.
  double variance() {
    return Math.max(squares - count * mean() * mean(), 0) / (count - 1);
  }

  /// The square of the mean's standard error; only of a window of two or more.
  double squaredError() {
    return variance() / count;
  }
}
