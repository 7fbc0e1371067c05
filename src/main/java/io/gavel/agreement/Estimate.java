package io.gavel.agreement;

import java.util.Optional;

/// A measure with how sure it is.
///
/// @param value the measure on all items
/// @param interval where it lies with 95 % confidence; empty where resampling cannot tell
public record Estimate(double value, Optional<Interval> interval) {
  /// An interval of confidence.
  ///
  /// @param low its lower end
  /// @param high its upper end
  public record Interval(double low, double high) {}
}
