package io.gavel.simulator.api.completion;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalInt;

/// The body of an answer, as OpenAI and vLLM write it.
///
/// @param protocol whose
/// @param id the answer's, without what its protocol puts before it
/// @param model what is said to have answered
/// @param promptTokens how many tokens the prompt has
/// @param cachedTokens how many of them were in the prefix cache
/// @param logProbs how many alternatives are told for every token; empty: no log-probabilities
public record CompletionBody(
    CompletionProtocol protocol,
    String id,
    String model,
    int promptTokens,
    int cachedTokens,
    OptionalInt logProbs) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// The JSON text with these answers as choices.
  public String text(List<Generation> generations) {
    ObjectNode body = JSON.createObjectNode();
    body.put("id", protocol.idPrefix() + id)
        .put("object", protocol.object())
        .put("created", System.currentTimeMillis() / 1000)
        .put("model", model);
    ArrayNode choices = body.putArray("choices");
    for (Generation generation : generations) {
      ObjectNode choice = choices.addObject();
      choice.put("index", choices.size() - 1);
      protocol.write(choice, generation, logProbs);
      choice.put("finish_reason", generation.finishReason());
    }
    int written = generations.stream().mapToInt(it -> it.tokens().size()).sum();
    body.putObject("usage")
        .put("prompt_tokens", promptTokens)
        .put("completion_tokens", written)
        .put("total_tokens", promptTokens + written)
        .putObject("prompt_tokens_details")
        .put("cached_tokens", cachedTokens);
    return body.toString();
  }
}
