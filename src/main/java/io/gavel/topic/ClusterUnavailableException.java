package io.gavel.topic;

/// The Kafka cluster does not answer in time, or refuses: something outside is down. The message
/// names the bootstrap servers and what to do, in one line.
public final class ClusterUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message names the bootstrap servers and what to do
  /// @param cause what the client threw
  public ClusterUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
