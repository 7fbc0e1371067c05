package io.gavel.simulator.settings;

import io.gavel.config.Check;
import java.time.Duration;

/// How long an answer takes where its time is drawn directly: lognormally, up to a cap.
///
/// @param median half the answers take longer; zero: none takes any time
/// @param spread the standard deviation of the logarithm
/// @param cap no answer takes longer
public record LatencySettings(Duration median, double spread, Duration cap) {
  /// Checks.
  public LatencySettings {
    Check.that(!median.isNegative(), "latency.median", median, "0 or longer");
    Check.that(spread >= 0 && Double.isFinite(spread), "latency.spread", spread, "0 or more");
    Check.that(cap.compareTo(median) >= 0, "latency.cap", cap, "at least median");
  }

  /// How long an answer takes.
  ///
  /// @param normal a standard normal draw
  public Duration latency(double normal) {
    double nanos = median.toNanos() * Math.exp(spread * normal);
    return Duration.ofNanos(Math.round(Math.min(nanos, cap.toNanos())));
  }
}
