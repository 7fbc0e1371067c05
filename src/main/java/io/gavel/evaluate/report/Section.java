package io.gavel.evaluate.report;

import io.gavel.agreement.ConfusionTable;
import java.util.List;
import java.util.Optional;

/// A part of a report.
///
/// @param key its name in JSON, snake_case; unique within its report
/// @param title its heading
/// @param measures its numbers, in order
/// @param notes sentences that a reader of the numbers should know
/// @param confusion labels against verdicts; empty where there is no such table
/// @param distribution how often each score or choice occurs; empty where that is not counted
public record Section(
    String key,
    String title,
    List<Measured> measures,
    List<String> notes,
    Optional<ConfusionTable> confusion,
    Optional<Distribution> distribution) {
  /// Copies.
  public Section {
    measures = List.copyOf(measures);
    notes = List.copyOf(notes);
  }
}
