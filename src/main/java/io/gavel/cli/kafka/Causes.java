package io.gavel.cli.kafka;

import io.gavel.cli.text.TerminalText;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;

/// What was thrown, for a person.
final class Causes {
  private Causes() {}

  /// The message, or the kind where there is none, in one safe line; what a broker refuses to a
  /// user for want of rights says where these are told.
  static String line(Throwable thrown) {
    Throwable said = said(thrown);
    String message = said.getMessage();
    String line =
        TerminalText.line(
            message == null || message.isBlank() ? said.getClass().getSimpleName() : message);
    return said instanceof AuthorizationException
        ? line + " ('gavel acls' prints what each role and command may do)"
        : line;
  }

  /// A client that has failed once says of all that comes after only that it has: why is below.
  private static Throwable said(Throwable thrown) {
    Throwable said = thrown;
    while (said.getClass() == KafkaException.class && said.getCause() instanceof KafkaException e) {
      said = e;
    }
    return said;
  }
}
