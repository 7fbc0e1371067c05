package io.gavel.cli.send;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The ids of the newest lines, to find one that stands twice: a generation that is published twice
/// is judged twice. Bounded, so that an input without end costs no memory without end.
final class SeenIds {
  private final int limit;
  private final SequencedMap<String, Long> lines = new LinkedHashMap<>();

  /// @param limit how many are remembered, at least 1
  SeenIds(int limit) {
    this.limit = limit;
  }

  /// Remembers an id.
  ///
  /// @return the line that has had it before; null where none is remembered
  @Nullable Long putIfAbsent(String id, long line) {
    Long before = lines.putIfAbsent(id, line);
    if (before == null && lines.size() > limit) {
      lines.pollFirstEntry();
    }
    return before;
  }
}
