package io.gavel.monitor.drift;

import java.time.Duration;

/// How drift is looked for.
///
/// @param falseAlarmRate how often a series that does not move may raise an alert a day, as a
///   probability, all its measures together; in (0, 1)
/// @param series over how many series that rate is shared (Bonferroni: each gets an equal part); 1
///   makes it a rate per series
/// @param window the length of a window; it divides a day
/// @param trailing how long a trailing baseline gathers before it takes its predecessor's place
/// @param resolution how far the baseline may reach to either side of its mean, as a part of the
///   scale, before it is not enough evidence; in (0, 1)
/// @param leastRecent how many effective observations of about the last hour are the least to say
///   that nothing moves
/// @param updateInterval how long after something was said of an alert the next update may come
public record DriftSettings(
    double falseAlarmRate,
    int series,
    Duration window,
    Duration trailing,
    double resolution,
    double leastRecent,
    Duration updateInterval) {
  /// A rate of 0.01 per series and day over windows of a minute, and a day as baseline.
  public static final DriftSettings DEFAULTS =
      new DriftSettings(
          0.01, 1, Duration.ofMinutes(1), Duration.ofDays(1), 0.1, 30, Duration.ofMinutes(10));

  /// Checks them.
  ///
  /// @throws IllegalArgumentException names the setting and its value
  public DriftSettings {
    check(
        falseAlarmRate > 0 && falseAlarmRate < 1, "false_alarm_rate", falseAlarmRate, "in (0, 1)");
    check(series >= 1, "series", series, "1 or more");
    check(
        window.isPositive() && window.compareTo(Duration.ofDays(1)) <= 0,
        "window",
        window,
        "longer than 0 and a day at most");
    check(trailing.compareTo(window) >= 0, "trailing", trailing, "a window or more");
    check(resolution > 0 && resolution < 1, "resolution", resolution, "in (0, 1)");
    check(leastRecent >= 0, "least_recent", leastRecent, "0 or more");
    check(!updateInterval.isNegative(), "update_interval", updateInterval, "not negative");
  }

  /// The rate of false alarms of one measure of one series.
  double rate(Measure measure) {
    return falseAlarmRate / series * measure.part();
  }

  /// How many windows a day has.
  double windowsPerDay() {
    return (double) Duration.ofDays(1).toMillis() / window.toMillis();
  }

  private static void check(boolean holds, String key, Object value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(
          key + ": " + value + " is not allowed: it must be " + rule);
    }
  }
}
