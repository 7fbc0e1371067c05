package io.gavel.soak;

import java.util.List;

/// How a run ended.
///
/// @param seed of its plan
/// @param faults how many were run
/// @param requests how many were committed
/// @param lost requests without an outcome
/// @param duplicated outcomes beyond the first of their requests
/// @param deadLetters outcomes that are dead letters
/// @param violations everything that must not be, a line each; empty in a good run
record SoakResult(
    long seed,
    int faults,
    int requests,
    int lost,
    int duplicated,
    int deadLetters,
    List<String> violations) {
  /// Copies.
  SoakResult {
    violations = List.copyOf(violations);
  }

  /// The last line of a run.
  @Override
  public String toString() {
    return "soak done: seed=%d faults=%d requests=%d lost=%d duplicated=%d dead_letters=%d"
        .formatted(seed, faults, requests, lost, duplicated, deadLetters);
  }
}
