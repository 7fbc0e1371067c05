package io.gavel.cli.send;

/// One line of the input, before its content is looked at.
public sealed interface RawLine {
  /// Where it stands, from 1 up; blank lines count.
  long number();

  /// It can be looked at.
  ///
  /// @param number where it stands
  /// @param text without the line's end; not blank
  record Text(long number, String text) implements RawLine {}

  /// It is no text, or longer than a line may be.
  ///
  /// @param number where it stands
  /// @param message what is wrong
  record Unreadable(long number, String message) implements RawLine {}
}
