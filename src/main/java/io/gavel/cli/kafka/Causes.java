package io.gavel.cli.kafka;

import io.gavel.cli.text.TerminalText;
import io.gavel.topic.KafkaFailures;

/// What was thrown, for a person.
final class Causes {
  private Causes() {}

  /// What Kafka's client says and what to do, in one safe line.
  static String line(Throwable thrown) {
    return TerminalText.line(KafkaFailures.text(thrown));
  }
}
