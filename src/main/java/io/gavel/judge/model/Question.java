package io.gavel.judge.model;

/// What a judge model is asked.
///
/// @param text the user message, whole
/// @param effort what may be and has been spent on getting an answer
public record Question(String text, Effort effort) {
  /// Without the prompt, so that it cannot reach a log.
  @Override
  public String toString() {
    return "Question[" + text.length() + " characters, " + effort.calls() + " calls]";
  }
}
