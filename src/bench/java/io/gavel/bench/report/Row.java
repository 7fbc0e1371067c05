package io.gavel.bench.report;

import java.util.List;

/// One line of a table: what one contestant did in all rounds.
///
/// @param contestant who
/// @param work what it does with a record, and how; empty: the section says it
/// @param values one list per metric of the section, in their order; in each one value per round
/// @param problems what went wrong, such as lost outcomes; empty: nothing
public record Row(
    String contestant, String work, List<List<Double>> values, List<String> problems) {
  /// Copies.
  public Row {
    values = values.stream().map(List::copyOf).toList();
    problems = List.copyOf(problems);
  }
}
