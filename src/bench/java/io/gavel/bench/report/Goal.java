package io.gavel.bench.report;

/// A wanted value beside the measured one. It never fails the build: speed depends on the machine.
///
/// @param what what is wanted, in words
/// @param measured what was measured, a median
/// @param wanted the limit
/// @param atLeast whether the measured value is to be at least the limit; else at most
public record Goal(String what, double measured, double wanted, boolean atLeast) {
  /// Whether it is reached; NaN never is.
  public boolean met() {
    return atLeast ? measured >= wanted : measured <= wanted;
  }
}
