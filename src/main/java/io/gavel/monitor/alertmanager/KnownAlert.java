package io.gavel.monitor.alertmanager;

import io.gavel.schema.Alert;
import java.time.Instant;
import java.util.Optional;

/// The newest that is known of an alert.
///
/// @param alert as its topic has it
/// @param clearedAt since when it is over; empty while it is open
/// @param version grows with everything that is heard, so that a change is seen
record KnownAlert(Alert alert, Optional<Instant> clearedAt, long version) {
  /// Whether it is not over.
  boolean isOpen() {
    return clearedAt.isEmpty();
  }
}
