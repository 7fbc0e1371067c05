package io.gavel.web.api.series;

import io.gavel.schema.ScoreWindow;
import java.time.Duration;
import java.util.List;

/// Knows the score windows of this worker. For any thread.
public interface SeriesSource {
  /// The newest windows of each series, those of the series with the newest first.
  ///
  /// @param size of the windows, one of `monitor.windows`
  /// @param points how many windows back from each series' own newest, 1 or more
  /// @param most of how many series at most
  /// @throws io.gavel.web.RefusedException when they cannot be told now, and why
  List<Found> newest(Duration size, int points, int most);

  /// What no worker can be asked for, in words for the list of what is missing.
  default List<String> unreachable() {
    return List.of();
  }

  /// The newest windows of one series.
  ///
  /// @param key the series' key
  /// @param total all of them added up
  /// @param windows those in which something came, the oldest first; at least one
  record Found(String key, ScoreWindow total, List<ScoreWindow> windows) {
    /// Copies.
    public Found {
      windows = List.copyOf(windows);
    }
  }
}
