package io.gavel.evaluate.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What an evaluation found.
///
/// @param title the heading
/// @param facts what was evaluated and how, by name, in order
/// @param warnings what makes the numbers less than they seem, such as a stand-in judge
/// @param sections the numbers
public record Report(
    String title, Map<String, String> facts, List<String> warnings, List<Section> sections) {
  /// Copies.
  public Report {
    facts = new LinkedHashMap<>(facts);
    warnings = List.copyOf(warnings);
    sections = List.copyOf(sections);
  }
}
