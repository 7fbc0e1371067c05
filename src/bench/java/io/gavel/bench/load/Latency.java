package io.gavel.bench.load;

import io.gavel.hash.Ids;
import java.time.Duration;

/// Latencies of judge calls, lognormal with a cap. The latency of a request is a function of its id
/// and the seed alone, so every contestant meets the same ones.
///
/// @param median half of the calls are faster
/// @param sigma the standard deviation of the latency's natural logarithm; 0: every call takes the
///   median
/// @param cap no call takes longer
/// @param seed another seed, other latencies
public record Latency(Duration median, double sigma, Duration cap, String seed) {
  /// The latency of one request: median * exp(sigma * z), with z standard normal by Box and
  /// Muller's transform of two hashes.
  public Duration of(String id) {
    if (sigma == 0) {
      return median;
    }
    double radius = Math.sqrt(-2 * Math.log(1 - Ids.uniform(seed, "radius", id)));
    double z = radius * Math.cos(2 * Math.PI * Ids.uniform(seed, "angle", id));
    double nanos = Math.min((double) cap.toNanos(), median.toNanos() * Math.exp(sigma * z));
    return Duration.ofNanos((long) nanos);
  }

  @Override
  public String toString() {
    return "lognormal, median %d ms, sigma %.1f, capped at %d ms"
        .formatted(median.toMillis(), sigma, cap.toMillis());
  }
}
