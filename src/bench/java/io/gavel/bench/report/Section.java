package io.gavel.bench.report;

import java.util.List;

/// One table.
///
/// @param name stable, for the JSON
/// @param title for a person
/// @param notes how it was measured
/// @param metrics the columns
/// @param rows one per contestant
/// @param goals the wanted values
public record Section(
    String name,
    String title,
    List<String> notes,
    List<Metric> metrics,
    List<Row> rows,
    List<Goal> goals) {
  /// Copies and checks that every row has a value per metric.
  public Section {
    notes = List.copyOf(notes);
    metrics = List.copyOf(metrics);
    rows = List.copyOf(rows);
    goals = List.copyOf(goals);
    for (Row row : rows) {
      if (row.values().size() != metrics.size()) {
        throw new IllegalArgumentException(
            "%s: %s has %d values for %d metrics"
                .formatted(name, row.contestant(), row.values().size(), metrics.size()));
      }
    }
  }
}
