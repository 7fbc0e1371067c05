package io.gavel.config;

/// A setting that cannot be used; the message names the key, the value and what to do.
public final class InvalidConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message names the key, the value and what to do
  public InvalidConfigException(String message) {
    super(message);
  }

  /// @param message names the key, the value and what to do
  /// @param cause what was thrown underneath
  public InvalidConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
