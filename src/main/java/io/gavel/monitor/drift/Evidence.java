package io.gavel.monitor.drift;

import java.time.Instant;

/// What one bet has gathered for "it moved, at some window until now".
///
/// A gambler begins afresh with every window, since nobody knows when a shift will begin. With
/// growth L in the window just closed, the sum of their wealth is the Shiryaev-Roberts statistic
///
///     R' = (1 + R) L
///
/// (Shin, Ramdas & Rinaldo, "E-detectors", New England Journal of Statistics in Data Science 2
/// (2024), section 2). With W windows a day and d days, R + dW - t is a nonnegative
/// supermartingale that begins at dW, so R passes W / a within d days with probability d a at
/// most: a is a rate of false alarms per day, valid under looking at every window; and the mean
/// time to a false alarm is W / a windows at least. The fortune of the best gambler, C' = max(1,
/// C) L (Page's CUSUM, 1954), is kept beside it, for the window at which that one began is the
/// estimate of when the shift did.
///
/// @param logSum log R
/// @param logBest log C
/// @param since start of the window with which the best gambler began
/// @param seen what that gambler has seen
public record Evidence(double logSum, double logBest, Instant since, Tally seen) {
  /// Nothing yet.
  static Evidence none(int categories) {
    return new Evidence(
        Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, Instant.EPOCH, Tally.empty(categories));
  }

  /// With one more window.
  ///
  /// @param logGrowth log L
  Evidence after(double logGrowth, Instant start, Tally window) {
    double sum = Logs.add(0, logSum) + logGrowth;
    return logBest <= 0
        ? new Evidence(sum, logGrowth, start, window)
        : new Evidence(sum, logBest + logGrowth, since, seen.plus(window));
  }
}
