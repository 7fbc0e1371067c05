package io.gavel.config;

import java.time.Duration;

/// How the monitor role looks for drift.
///
/// @param enabled whether it does
/// @param settle how long after its end a window of the smallest size still takes what comes before
///   it counts as evidence
/// @param falseAlarmRate how often a series that does not move may raise an alert a day, as a
///   probability
/// @param series over how many series that rate is shared; 1 makes it a rate per series
/// @param trailing how long a baseline gathers that no operator has set
/// @param updateInterval how long after something was said of an alert the next update may come
/// @param judgeHealth whether there are series of what tells of the judges themselves
public record DriftConfig(
    boolean enabled,
    Duration settle,
    double falseAlarmRate,
    int series,
    Duration trailing,
    Duration updateInterval,
    boolean judgeHealth) {
  /// The longest window whose series can be watched: the rate of false alarms is one per day.
  static final Duration LONGEST_WINDOW = Duration.ofDays(1);

  /// Checks.
  public DriftConfig {
    Check.that(!settle.isNegative(), "monitor.drift.settle", settle, "0s or longer");
    Check.that(
        falseAlarmRate > 0 && falseAlarmRate < 1,
        "monitor.drift.false_alarm_rate",
        falseAlarmRate,
        "above 0 and below 1");
    Check.positive("monitor.drift.series", series);
    Check.positive("monitor.drift.trailing", trailing);
    Check.that(
        !updateInterval.isNegative(),
        "monitor.drift.update_interval",
        updateInterval,
        "0s or longer");
  }
}
