package io.gavel.evaluate.report;

import java.util.List;

/// How often each category occurs, in several series beside each other.
///
/// @param categories what is counted, in order
/// @param series the counts
public record Distribution(List<String> categories, List<Series> series) {
  /// Counts of one series.
  ///
  /// @param name what was counted, such as a run
  /// @param counts for each category, how often it occurs
  public record Series(String name, List<Long> counts) {
    /// Copies.
    public Series {
      counts = List.copyOf(counts);
    }
  }

  /// Copies.
  public Distribution {
    categories = List.copyOf(categories);
    series = List.copyOf(series);
  }
}
