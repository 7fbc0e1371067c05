package io.gavel.judge.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;

/// Why a server ended an answer.
final class FinishReason {
  /// That of OpenAI, Mistral's and Anthropic's and Google's own, which gateways pass on, for the
  /// token limit; and those of servers that gave an answer up on the way. Sources: the OpenAI and
  /// Mistral API references, "finish_reason"; vLLM's `FinishReason`.
  private static final Set<String> BEFORE_THE_END =
      Set.of("length", "model_length", "max_tokens", "content_filter", "error", "abort");

  private FinishReason() {}

  /// Whether a choice was ended before its model had come to an end: what it says then is not its
  /// conclusion.
  static boolean isCutOff(JsonNode choice) {
    return BEFORE_THE_END.contains(choice.path("finish_reason").asText().toLowerCase(Locale.ROOT));
  }
}
