package io.gavel.judge.model;

import io.gavel.schema.Priority;
import org.jspecify.annotations.Nullable;

/// What a judge model is asked.
///
/// @param text the user message, whole
/// @param effort what may be and has been spent on getting an answer
/// @param priority how urgent it is
/// @param affinity what questions with a common beginning have in common, so that they can be asked
///   where that is cached; null where there are no others
public record Question(String text, Effort effort, Priority priority, @Nullable String affinity) {
  /// Without the prompt, so that it cannot reach a log.
  @Override
  public String toString() {
    return "Question[" + text.length() + " characters, " + effort.calls() + " calls]";
  }
}
