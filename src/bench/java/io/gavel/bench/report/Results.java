package io.gavel.bench.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Everything that one run of the benchmark found.
///
/// @param startedAt when it began
/// @param machine what it ran on, in order
/// @param versions of what was compared, in order
/// @param settings how it was run, in order
/// @param sections the tables
public record Results(
    Instant startedAt,
    Map<String, String> machine,
    Map<String, String> versions,
    Map<String, String> settings,
    List<Section> sections) {
  /// Copies the list; the maps keep their order and are the caller's to leave alone.
  public Results {
    sections = List.copyOf(sections);
  }
}
