package io.gavel.serde;

import org.apache.kafka.common.errors.SerializationException;

/// The bytes of a record are not what they should be, and reading them again will not change that:
/// a poison record. The message names the cause, with the schema id or the first byte; never the
/// content. Topic, partition and offset are known to whoever consumed it.
public final class UnreadableRecordException extends SerializationException {
  private static final long serialVersionUID = 1L;

  /// @param message names the cause
  public UnreadableRecordException(String message) {
    super(message);
  }

  /// @param message names the cause
  /// @param cause what was thrown underneath
  public UnreadableRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
