package io.gavel.web.event;

import java.util.Locale;

/// What can change, by the path of the API that tells it.
public enum What {
  /// Score windows.
  SERIES,
  /// Drift alerts.
  ALERTS,
  /// Feedback.
  FEEDBACK,
  /// The judges' endpoints.
  POOL,
  /// The counts.
  FUNNEL;

  /// As in an event.
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
