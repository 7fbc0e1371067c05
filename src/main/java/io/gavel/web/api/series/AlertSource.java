package io.gavel.web.api.series;

import io.gavel.schema.Alert;
import java.time.Instant;
import java.util.List;

/// Knows the newest alerts. For any thread.
@FunctionalInterface
public interface AlertSource {
  /// The alerts that changed last, one entry for each, the newest change first.
  ///
  /// @param limit how many at most
  List<Told> newest(int limit);

  /// An alert in its newest state.
  ///
  /// @param alert its newest record
  /// @param seriesKey its series' key
  /// @param changedAt when it came to that state
  record Told(Alert alert, String seriesKey, Instant changedAt) {}
}
