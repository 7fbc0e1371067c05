package io.gavel.monitor.window;

import java.time.Instant;

/// An outcome to read.
///
/// @param requestId its judge request
/// @param generatedAt when the response was made
/// @param score its score; NaN where it has none
public record Example(String requestId, Instant generatedAt, double score) {
  /// Whether it has a score.
  public boolean isScored() {
    return !Double.isNaN(score);
  }
}
