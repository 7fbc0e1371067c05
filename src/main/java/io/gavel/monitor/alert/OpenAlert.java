package io.gavel.monitor.alert;

import io.gavel.monitor.drift.Detection;
import io.gavel.monitor.drift.Detection.Change;
import io.gavel.monitor.drift.Measure;
import java.time.Instant;

/// The alert that a series has open: one at a time, whatever moves meanwhile.
///
/// @param id of all that is said of it
/// @param named the measure that it is about: the one that it was raised for, or the mean once that
///   has moved as well, for it is what people act on
/// @param raisedAt when it was raised, wall-clock
/// @param baseline what that measure was: points on the scale, bits of divergence, or a share
/// @param current what it is as last said, in the same unit
/// @param evidence the e-value behind that
/// @param threshold what that had to reach
/// @param since since when it moved, event time
public record OpenAlert(
    String id,
    Measure named,
    Instant raisedAt,
    double baseline,
    double current,
    double evidence,
    double threshold,
    Instant since) {
  /// A new one.
  static OpenAlert raised(String id, Detection detection, Instant now) {
    return new OpenAlert(
        id,
        detection.measure(),
        now,
        detection.baseline(),
        detection.current(),
        detection.evidence(),
        detection.threshold(),
        detection.since());
  }

  /// Whether it is about what is said: the measure that it is named for, or the mean in place of
  /// the distribution.
  boolean isToldBy(Detection detection) {
    return detection.measure() == named
        || (detection.measure() == Measure.MEAN
            && named == Measure.DISTRIBUTION
            && detection.change() == Change.RAISED);
  }

  /// After something new was said that it is about.
  OpenAlert told(Detection detection) {
    return new OpenAlert(
        id,
        detection.measure(),
        raisedAt,
        detection.baseline(),
        detection.current(),
        detection.evidence(),
        detection.threshold(),
        since);
  }
}
