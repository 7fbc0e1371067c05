package io.gavel.monitor;

/// This worker's windows cannot be asked now: its stores start, are restored, or move to another
/// worker. Soon after they can.
public final class WindowsAwayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WindowsAwayException(String message) {
    super(message);
  }

  WindowsAwayException(String message, Throwable cause) {
    super(message, cause);
  }
}
