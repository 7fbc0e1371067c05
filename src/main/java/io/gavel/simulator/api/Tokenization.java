package io.gavel.simulator.api;

import static io.gavel.simulator.api.completion.InvalidRequestException.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.simulator.api.completion.InvalidRequestException;
import io.gavel.simulator.api.completion.Texts;
import io.gavel.simulator.api.serving.Refusals;
import io.gavel.simulator.api.serving.RequestBody;
import io.gavel.simulator.http.Request;
import io.gavel.simulator.http.Response;
import io.gavel.simulator.model.Tokens;
import io.gavel.simulator.settings.SimulatorSettings;
import java.util.List;

/// vLLM's `/tokenize`. It counts exactly what a completion's `usage` counts; the numbers of the
/// tokens are hashes. No fault of requests hits it.
final class Tokenization {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int VOCABULARY = 32_000;

  private Tokenization() {}

  static Response answer(SimulatorSettings settings, Request request) {
    try {
      JsonNode body = RequestBody.read(request, false);
      String model = body.path("model").asText(settings.model());
      if (!model.equals(settings.model())) {
        return Refusals.unknownModel(model);
      }
      boolean chat = body.hasNonNull("messages");
      check(chat || body.path("prompt").isTextual(), "prompt", "prompt: Field required, a string");
      List<String> tokens =
          Tokens.split(chat ? Texts.messages(body.get("messages")) : body.path("prompt").asText());
      return Response.of(200, "application/json", text(settings, body, tokens));
    } catch (InvalidRequestException e) {
      return Refusals.badRequest(e.parameter(), e.getMessage());
    }
  }

  private static String text(SimulatorSettings settings, JsonNode body, List<String> tokens) {
    ObjectNode answer =
        JSON.createObjectNode()
            .put("count", tokens.size())
            .put("max_model_len", settings.contextTokens());
    ArrayNode ids = answer.putArray("tokens");
    tokens.forEach(token -> ids.add(Math.floorMod(token.hashCode(), VOCABULARY)));
    if (body.path("return_token_strs").asBoolean(false)) {
      tokens.forEach(answer.putArray("token_strs")::add);
    } else {
      answer.putNull("token_strs");
    }
    return answer.toString();
  }
}
