package io.gavel.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;

/// The form that a request gives an answer.
public sealed interface AnswerForm {
  /// The prompt's own.
  record Free() implements AnswerForm {}

  /// One of these texts.
  ///
  /// @param choices at least one
  record Choice(List<String> choices) implements AnswerForm {
    /// Copies.
    public Choice {
      choices = List.copyOf(choices);
    }
  }

  /// A JSON value.
  ///
  /// @param schema its JSON Schema; an empty object: any
  record Json(JsonNode schema) implements AnswerForm {}

  /// A text that a pattern matches as a whole.
  record Matching(Pattern pattern) implements AnswerForm {}
}
