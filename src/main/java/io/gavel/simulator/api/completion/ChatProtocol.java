package io.gavel.simulator.api.completion;

import static io.gavel.simulator.api.completion.InvalidRequestException.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.simulator.answer.AnswerToken;
import io.gavel.simulator.answer.TokenChance;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

/// `/v1/chat/completions`.
public final class ChatProtocol implements CompletionProtocol {
  @Override
  public String object() {
    return "chat.completion";
  }

  @Override
  public String idPrefix() {
    return "chatcmpl-";
  }

  @Override
  public int defaultTokens(int left) {
    return Math.max(1, left);
  }

  @Override
  public String prompt(JsonNode body) throws InvalidRequestException {
    return Texts.messages(body.path("messages"));
  }

  @Override
  public OptionalInt logProbs(JsonNode body) throws InvalidRequestException {
    int wanted = body.path("top_logprobs").asInt(0);
    boolean told = body.path("logprobs").asBoolean(false);
    check(wanted >= 0, "top_logprobs", "`top_logprobs` must be a positive value.");
    check(
        told || wanted == 0,
        "top_logprobs",
        "when using `top_logprobs`, `logprobs` must be set to true.");
    return told ? OptionalInt.of(wanted) : OptionalInt.empty();
  }

  @Override
  public void write(ObjectNode choice, Generation generation, OptionalInt logProbs) {
    choice.putObject("message").put("role", "assistant").put("content", generation.text());
    if (logProbs.isEmpty()) {
      choice.putNull("logprobs");
      return;
    }
    ArrayNode content = choice.putObject("logprobs").putArray("content");
    for (AnswerToken token : generation.tokens()) {
      List<TokenChance> ranked = RankedTokens.of(token);
      ObjectNode position = content.addObject();
      put(position, ranked.getFirst());
      ArrayNode top = position.putArray("top_logprobs");
      ranked.stream().limit(logProbs.getAsInt()).forEach(it -> put(top.addObject(), it));
    }
  }

  private static void put(ObjectNode entry, TokenChance chance) {
    entry.put("token", chance.token()).put("logprob", Math.log(chance.probability()));
    ArrayNode bytes = entry.putArray("bytes");
    for (byte one : chance.token().getBytes(StandardCharsets.UTF_8)) {
      bytes.add(Byte.toUnsignedInt(one));
    }
  }
}
