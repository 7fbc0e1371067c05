package io.gavel.cli.kafka;

/// The cluster or the registry did not do what was asked; the message is one line that names which,
/// what happened and what to do.
public final class ClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message one line: which cluster, what happened, what to do
  public ClusterException(String message) {
    super(message);
  }

  /// @param message one line: which cluster, what happened, what to do
  /// @param cause what was thrown underneath
  public ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
