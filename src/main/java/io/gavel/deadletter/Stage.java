package io.gavel.deadletter;

import java.util.Locale;

/// Where on the event's way a record failed.
public enum Stage {
  /// Generation to judge requests.
  ENRICH,
  /// Judge request to feedback.
  JUDGE;

  /// The code in the dead letter.
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
