package io.gavel.local;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// What a stand-in server needs of a chat completion request.
///
/// @param model the model that is asked
/// @param prompt the content of the last message, its text parts joined
/// @param maxTokens the longest answer, at least 1
record ChatRequest(String model, String prompt, int maxTokens) {
  private static final int DEFAULT_MAX_TOKENS = 1024;

  /// A request that no OpenAI-compatible server would take.
  static final class InvalidRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String parameter;

    InvalidRequestException(String parameter, String message) {
      super(message);
      this.parameter = parameter;
    }

    /// The field that is at fault.
    String parameter() {
      return parameter;
    }
  }

  /// Checks and reads a request.
  ///
  /// @throws InvalidRequestException names the first field that is at fault
  static ChatRequest read(@Nullable JsonNode body) throws InvalidRequestException {
    if (body == null || !body.isObject()) {
      throw new InvalidRequestException("body", "body: Input should be a valid dictionary");
    }
    if (!body.path("model").isTextual()) {
      throw new InvalidRequestException("model", "model: Field required, a string");
    }
    if (body.path("stream").asBoolean()) {
      throw new InvalidRequestException("stream", "stream: the stand-in does not stream");
    }
    if (body.path("n").asInt(1) != 1) {
      throw new InvalidRequestException("n", "n: the stand-in gives one answer at a time");
    }
    double temperature = body.path("temperature").asDouble(1);
    if (temperature < 0) {
      throw new InvalidRequestException(
          "temperature", "temperature must be non-negative, got " + temperature + ".");
    }
    double topP = body.path("top_p").asDouble(1);
    if (topP <= 0 || topP > 1) {
      throw new InvalidRequestException("top_p", "top_p must be in (0, 1], got " + topP + ".");
    }
    String limit =
        body.hasNonNull("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
    int maxTokens = body.path(limit).asInt(DEFAULT_MAX_TOKENS);
    if (maxTokens < 1) {
      throw new InvalidRequestException(
          limit, limit + " must be at least 1, got " + maxTokens + ".");
    }
    JsonNode messages = body.path("messages");
    if (!messages.isArray() || messages.isEmpty()) {
      throw new InvalidRequestException("messages", "messages: Field required, a list of messages");
    }
    return new ChatRequest(
        body.path("model").asText(), text(messages.get(messages.size() - 1)), maxTokens);
  }

  private static String text(JsonNode message) throws InvalidRequestException {
    JsonNode content = message.path("content");
    if (content.isTextual()) {
      return content.asText();
    }
    if (!content.isArray()) {
      throw new InvalidRequestException(
          "messages", "messages: content should be a string or a list of parts");
    }
    StringBuilder text = new StringBuilder();
    content.forEach(part -> text.append(part.path("text").asText("")));
    return text.toString();
  }
}
