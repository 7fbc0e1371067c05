package io.gavel.judge.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.judge.exchange.Answer;
import io.gavel.judge.exchange.Prompt;
import java.util.ArrayList;
import java.util.List;

/// What the APIs of vLLM's pooling models have in common. Source: vLLM's documentation, "Pooling
/// Models".
final class PoolingFields {
  private static final JsonMapper JSON = new JsonMapper();

  private PoolingFields() {}

  /// A body without its input.
  ///
  /// @param raw whether the server leaves out its activation, its sigmoid or softmax
  static ObjectNode body(String model, boolean raw) {
    ObjectNode body = JSON.createObjectNode().put("model", model);
    if (raw) {
      body.put("use_activation", false);
    }
    return body;
  }

  /// A conversation, which the server lays out by its chat template, or one text.
  static void putInput(ObjectNode body, Prompt prompt) {
    switch (prompt) {
      case Prompt.Chat chat -> {
        ArrayNode messages = body.putArray("messages");
        for (Prompt.Turn turn : chat.turns()) {
          messages.addObject().put("role", turn.role()).put("content", turn.content());
        }
      }
      case Prompt.Input input when input.texts().size() == 1 ->
          body.put("input", input.texts().getFirst());
      case Prompt.Input _, Prompt.Text _ ->
          throw new IllegalArgumentException("neither a conversation nor one text: " + prompt);
    }
  }

  /// The numbers of a value, of a list, or of lists in lists, in their order; a hole is NaN.
  static List<Answer> numbers(JsonNode value) {
    List<Double> numbers = new ArrayList<>();
    if (value.isArray()) {
      // Token by token, each with its labels, is as deep as it goes.
      for (JsonNode inner : value) {
        if (inner.isArray()) {
          inner.forEach(one -> numbers.add(number(one)));
        } else {
          numbers.add(number(inner));
        }
      }
    } else if (!value.isMissingNode()) {
      numbers.add(number(value));
    }
    return numbers.isEmpty() ? List.of() : List.of(Answer.Numbers.of(numbers));
  }

  /// Not a number where there is none: never a 0.
  static double number(JsonNode value) {
    return value.isNumber() ? value.asDouble() : Double.NaN;
  }
}
