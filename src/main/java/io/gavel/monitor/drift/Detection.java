package io.gavel.monitor.drift;

import java.time.Instant;

/// Something to say of an alert.
///
/// @param measure what moved
/// @param change whether the alert begins, goes on or ends
/// @param baseline what the measure was: points on the scale, bits of Jensen-Shannon divergence
///   (0), or a share
/// @param current what it is now, in the same unit
/// @param evidence the e-value behind it: for or against the shift by what `change` says
/// @param threshold what the evidence had to reach
/// @param since start of the window since when it moved, event time
/// @param at end of the window that told it, event time
/// @param summary what moved, from where to where, in one sentence
public record Detection(
    Measure measure,
    Change change,
    double baseline,
    double current,
    double evidence,
    double threshold,
    Instant since,
    Instant at,
    String summary) {
  /// What becomes of the alert.
  public enum Change {
    /// It is new.
    RAISED,
    /// It goes on, and the measure has moved further, or part of the way back.
    UPDATED,
    /// The measure is back.
    CLEARED
  }
}
