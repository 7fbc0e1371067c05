package io.gavel.topic;

import org.jspecify.annotations.Nullable;

/// The Kafka cluster does not answer in time, or refuses: something outside is down. The message
/// names the bootstrap servers and what to do, in one line.
public final class ClusterUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message names the bootstrap servers and what to do
  /// @param cause what the client threw; null where it threw nothing
  public ClusterUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
