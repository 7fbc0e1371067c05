package io.gavel.reward.decision;

import java.util.List;
import java.util.Map;

/// How strong each of several candidates is, from comparisons of pairs of them.
@FunctionalInterface
public interface Strengths {
  /// One comparison.
  ///
  /// @param first a candidate
  /// @param second another
  /// @param points what the first won: 1, 0, or 0.5 for a tie
  record Comparison(String first, String second, double points) {}

  /// Estimates.
  ///
  /// @param comparisons at least one
  /// @return each candidate that was compared, with its strength above 0; only ratios count
  Map<String, Double> of(List<Comparison> comparisons);
}
