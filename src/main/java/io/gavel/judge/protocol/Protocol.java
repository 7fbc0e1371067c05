package io.gavel.judge.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.judge.exchange.Answer;
import io.gavel.judge.exchange.Prompt;
import io.gavel.judge.exchange.Sampling;
import java.util.List;

/// One API of judge servers. Stateless; any thread may call it.
public interface Protocol {
  /// Where it is.
  ///
  /// @param base an endpoint's base URL without a closing slash, such as `http://host:8000/v1`
  String url(String base);

  /// The body of a call.
  ///
  /// @param prompt what is asked, of the class that this API takes
  /// @param sampling how answers are drawn
  /// @throws IllegalArgumentException when the prompt is of another class
  ObjectNode body(Prompt prompt, Sampling sampling);

  /// The answers in the body of a reply that the server calls a success; empty where it holds none.
  /// Never throws, whatever the body holds.
  List<Answer> answers(JsonNode body);

  /// How many tokens the prompt had as the server counted them; below zero where it did not say.
  default int promptTokens(JsonNode body) {
    return body.path("usage").path("prompt_tokens").asInt(-1);
  }

  /// How many tokens all answers have together; below zero where it did not say.
  default int completionTokens(JsonNode body) {
    return body.path("usage").path("completion_tokens").asInt(-1);
  }
}
