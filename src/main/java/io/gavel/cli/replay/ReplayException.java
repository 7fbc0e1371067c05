package io.gavel.cli.replay;

/// A replay cannot be made as it was asked for; the message is one line that says why and what to
/// do.
public final class ReplayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReplayException(String message) {
    super(message);
  }
}
