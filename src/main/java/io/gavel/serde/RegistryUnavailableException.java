package io.gavel.serde;

import org.apache.kafka.common.errors.SerializationException;

/// No schema registry answered, or it refused the credentials: progress stops until it does, and
/// nothing is lost. The message names each URL that was tried and what it said; never a credential.
public final class RegistryUnavailableException extends SerializationException {
  private static final long serialVersionUID = 1L;

  /// @param message names each URL that was tried and what it said
  public RegistryUnavailableException(String message) {
    super(message);
  }

  /// @param message names each URL that was tried and what it said
  /// @param cause what was thrown underneath
  public RegistryUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
