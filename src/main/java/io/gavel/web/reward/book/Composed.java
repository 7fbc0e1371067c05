package io.gavel.web.reward.book;

import java.util.List;

/// A reward as it was composed.
///
/// @param value the weighted mean of its parts, 0 to 1
/// @param complete whether every rubric is in it
/// @param requests how many judge requests it is of
/// @param standIn whether a stand-in judged any part
/// @param parts by rubric; at least one
public record Composed(
    double value, boolean complete, int requests, boolean standIn, List<Part> parts) {
  /// Copies.
  public Composed {
    parts = List.copyOf(parts);
  }

  /// What one rubric contributed.
  ///
  /// @param rubricId the rubric
  /// @param value its score from 0 to 1
  public record Part(String rubricId, double value) {}
}
