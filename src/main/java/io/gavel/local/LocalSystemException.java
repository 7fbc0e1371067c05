package io.gavel.local;

/// A part of the local system cannot start; the message is one line that names it and why.
public final class LocalSystemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message one line: which part, why, what to do
  public LocalSystemException(String message) {
    super(message);
  }

  /// @param part the part
  /// @param cause why
  LocalSystemException(String part, Throwable cause) {
    super("the local %s did not start: %s".formatted(part, reason(cause)), cause);
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    String text = message == null ? cause.getClass().getSimpleName() : message;
    return text.lines().findFirst().orElse(text);
  }
}
