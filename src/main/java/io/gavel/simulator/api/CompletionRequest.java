package io.gavel.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What a stand-in needs of a completion request.
///
/// @param model the model that is asked
/// @param prompt the prompt, or the contents of all messages, their text parts joined
/// @param maxTokens the longest answer, at least 1; empty where the request does not say
/// @param samples how many answers, 1 to [#MOST_SAMPLES]
record CompletionRequest(String model, String prompt, OptionalInt maxTokens, int samples) {
  static final int MOST_SAMPLES = 128;

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
  /// @param chat whether it has messages, or a prompt
  /// @throws InvalidRequestException names the first field that is at fault
  static CompletionRequest read(@Nullable JsonNode body, boolean chat)
      throws InvalidRequestException {
    if (body == null || !body.isObject()) {
      throw new InvalidRequestException("body", "body: Input should be a valid dictionary");
    }
    if (!body.path("model").isTextual()) {
      throw new InvalidRequestException("model", "model: Field required, a string");
    }
    if (body.path("stream").asBoolean()) {
      throw new InvalidRequestException("stream", "stream: the stand-in does not stream");
    }
    int samples = body.path("n").asInt(1);
    check(
        samples >= 1 && samples <= MOST_SAMPLES,
        "n",
        "n must be 1 to %d, got %d.".formatted(MOST_SAMPLES, samples));
    double temperature = body.path("temperature").asDouble(1);
    check(
        temperature >= 0,
        "temperature",
        "temperature must be non-negative, got " + temperature + ".");
    double topP = body.path("top_p").asDouble(1);
    check(topP > 0 && topP <= 1, "top_p", "top_p must be in (0, 1], got " + topP + ".");
    return new CompletionRequest(
        body.path("model").asText(),
        chat ? messages(body.path("messages")) : prompt(body.path("prompt")),
        maxTokens(body),
        samples);
  }

  private static OptionalInt maxTokens(JsonNode body) throws InvalidRequestException {
    String limit =
        body.hasNonNull("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
    if (!body.hasNonNull(limit)) {
      return OptionalInt.empty();
    }
    int tokens = body.path(limit).asInt();
    check(tokens >= 1, limit, limit + " must be at least 1, got " + tokens + ".");
    return OptionalInt.of(tokens);
  }

  private static String messages(JsonNode messages) throws InvalidRequestException {
    check(
        messages.isArray() && !messages.isEmpty(),
        "messages",
        "messages: Field required, a list of messages");
    List<String> texts = new ArrayList<>();
    for (JsonNode message : messages) {
      texts.add(text(message.path("content")));
    }
    return String.join("\n\n", texts);
  }

  private static String text(JsonNode content) throws InvalidRequestException {
    if (content.isTextual()) {
      return content.asText();
    }
    check(content.isArray(), "messages", "messages: content should be a string or a list of parts");
    StringBuilder text = new StringBuilder();
    content.forEach(part -> text.append(part.path("text").asText("")));
    return text.toString();
  }

  private static String prompt(JsonNode prompt) throws InvalidRequestException {
    JsonNode text = prompt.isArray() && prompt.size() == 1 ? prompt.get(0) : prompt;
    check(text.isTextual(), "prompt", "prompt: Field required, a string, or a list of one string");
    return text.asText();
  }

  private static void check(boolean holds, String parameter, String message)
      throws InvalidRequestException {
    if (!holds) {
      throw new InvalidRequestException(parameter, message);
    }
  }
}
