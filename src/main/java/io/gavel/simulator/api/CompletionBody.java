package io.gavel.simulator.api;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.simulator.model.Prompt;
import io.gavel.simulator.settings.SimulatorSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The body of an answer, as OpenAI and vLLM write it.
final class CompletionBody {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private CompletionBody() {}

  static byte[] of(
      SimulatorSettings settings,
      boolean chat,
      String id,
      Prompt prompt,
      int cachedTokens,
      List<Generation> generations) {
    ObjectNode body = JSON.createObjectNode();
    body.put("id", id)
        .put("object", chat ? "chat.completion" : "text_completion")
        .put("created", System.currentTimeMillis() / 1000)
        .put("model", settings.model());
    ArrayNode choices = body.putArray("choices");
    for (int i = 0; i < generations.size(); i++) {
      Generation generation = generations.get(i);
      ObjectNode choice = choices.addObject().put("index", i);
      if (chat) {
        choice.putObject("message").put("role", "assistant").put("content", generation.text());
      } else {
        choice.put("text", generation.text());
      }
      choice.putNull("logprobs").put("finish_reason", generation.finishReason());
    }
    int written = generations.stream().mapToInt(Generation::tokens).sum();
    body.putObject("usage")
        .put("prompt_tokens", prompt.tokens())
        .put("completion_tokens", written)
        .put("total_tokens", prompt.tokens() + written)
        .putObject("prompt_tokens_details")
        .put("cached_tokens", cachedTokens);
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }
}
