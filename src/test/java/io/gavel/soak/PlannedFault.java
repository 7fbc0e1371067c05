package io.gavel.soak;

import java.time.Duration;

/// One line of a plan.
///
/// @param kind what kind of fault
/// @param fault what goes wrong, with its target
/// @param start when, from the beginning of the faults
/// @param duration how long until it is put right
record PlannedFault(FaultKind kind, Fault fault, Duration start, Duration duration) {
  /// When what it disturbed is as before, about.
  Duration recovered() {
    return start.plus(duration).plus(kind.recovery());
  }

  @Override
  public String toString() {
    return "at=%.1fs for=%.1fs %s"
        .formatted(start.toMillis() / 1000.0, duration.toMillis() / 1000.0, fault);
  }
}
