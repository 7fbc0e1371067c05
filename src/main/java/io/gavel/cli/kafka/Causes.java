package io.gavel.cli.kafka;

import io.gavel.cli.text.TerminalText;

/// What was thrown, for a person.
final class Causes {
  private Causes() {}

  /// The message, or the kind where there is none, in one safe line.
  static String line(Throwable thrown) {
    String message = thrown.getMessage();
    return TerminalText.line(
        message == null || message.isBlank() ? thrown.getClass().getSimpleName() : message);
  }
}
