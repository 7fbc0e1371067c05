package io.gavel.monitor.window;

import io.gavel.schema.Observation;

/// What an outcome tells, or why it tells nothing.
public sealed interface Observed {
  /// It counts.
  ///
  /// @param observation in its series
  record Counted(Observation observation) implements Observed {}

  /// It is of no series here: not the judge's, or not known whose.
  record Foreign() implements Observed {}

  /// It cannot be: it was not written by Gavel, or by a Gavel with a fault.
  ///
  /// @param detail which field is wrong
  record Invalid(String detail) implements Observed {}
}
