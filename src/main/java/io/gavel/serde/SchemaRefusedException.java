package io.gavel.serde;

import org.apache.kafka.common.errors.SerializationException;

/// The registry refuses a schema: it breaks the subject's compatibility rule, is not valid, or is
/// not registered where it must be. Neither a poison record nor an outage but a fault of the
/// deployment; the message names the subject and what the registry said.
public final class SchemaRefusedException extends SerializationException {
  private static final long serialVersionUID = 1L;

  /// @param message names the subject, what the registry said and what to do
  public SchemaRefusedException(String message) {
    super(message);
  }
}
