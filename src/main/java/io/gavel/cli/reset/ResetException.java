package io.gavel.cli.reset;

/// A role cannot be reset now; the message is one line that says why and what to do.
public final class ResetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ResetException(String message) {
    super(message);
  }
}
