package io.gavel.cli.apply;

import io.gavel.cli.text.TerminalText;

/// What is wrong in a file.
///
/// @param file its name
/// @param line from 1 up; 0 where it is of no one line
/// @param what the rubric, reference or policy and the field; empty where it is of none
/// @param message what is wrong and what to do
public record Problem(String file, int line, String what, String message) {
  /// One line that is safe to print.
  @Override
  public String toString() {
    return TerminalText.line(
        file + (line > 0 ? ":" + line : "") + ": " + (what.isEmpty() ? "" : what + ": ") + message);
  }
}
