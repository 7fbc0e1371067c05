package io.gavel.config;

/// A value that is never printed: its text form is a mask.
///
/// @param value the secret itself; empty where none is set
public record Secret(String value) {
  /// No secret.
  public static final Secret NONE = new Secret("");

  /// Whether one is set.
  public boolean isPresent() {
    return !value.isEmpty();
  }

  @Override
  public String toString() {
    return value.isEmpty() ? "(not set)" : "********";
  }
}
