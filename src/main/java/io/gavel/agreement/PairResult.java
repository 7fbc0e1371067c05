package io.gavel.agreement;

/// What came of comparing two candidates.
///
/// @param first one candidate's id
/// @param second the other's; not the same
/// @param choice which is better
public record PairResult(String first, String second, Choice choice) {
  /// Checks.
  public PairResult {
    if (first.equals(second)) {
      throw new IllegalArgumentException("a candidate is not compared to itself: " + first);
    }
  }
}
