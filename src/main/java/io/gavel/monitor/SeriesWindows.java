package io.gavel.monitor;

import io.gavel.schema.ScoreWindow;
import java.util.List;

/// The newest windows of one series.
///
/// @param key the series' key
/// @param total all of them added up, from the start of the oldest to the end of the newest
/// @param windows those in which something came, the oldest first; at least one
public record SeriesWindows(String key, ScoreWindow total, List<ScoreWindow> windows) {
  /// Copies.
  public SeriesWindows {
    windows = List.copyOf(windows);
  }
}
