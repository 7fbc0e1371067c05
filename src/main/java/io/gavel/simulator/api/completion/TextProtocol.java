package io.gavel.simulator.api.completion;

import static io.gavel.simulator.api.completion.InvalidRequestException.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.simulator.answer.AnswerToken;
import io.gavel.simulator.answer.TokenChance;
import java.util.List;
import java.util.OptionalInt;

/// `/v1/completions`.
public final class TextProtocol implements CompletionProtocol {
  /// What OpenAI's text completions give where the request does not say.
  private static final int DEFAULT_TOKENS = 16;

  @Override
  public String object() {
    return "text_completion";
  }

  @Override
  public String idPrefix() {
    return "cmpl-";
  }

  @Override
  public int defaultTokens(int left) {
    return DEFAULT_TOKENS;
  }

  @Override
  public String prompt(JsonNode body) throws InvalidRequestException {
    return Texts.one(body, "prompt");
  }

  @Override
  public OptionalInt logProbs(JsonNode body) throws InvalidRequestException {
    if (!body.hasNonNull("logprobs")) {
      return OptionalInt.empty();
    }
    int wanted = body.path("logprobs").asInt(-1);
    check(wanted >= 0, "logprobs", "`logprobs` must be a positive value.");
    return OptionalInt.of(wanted);
  }

  /// As vLLM does, one alternative more than is asked for is told, the token itself among them.
  @Override
  public void write(ObjectNode choice, Generation generation, OptionalInt logProbs) {
    choice.put("text", generation.text());
    if (logProbs.isEmpty()) {
      choice.putNull("logprobs");
      return;
    }
    ObjectNode told = choice.putObject("logprobs");
    ArrayNode offsets = told.putArray("text_offset");
    ArrayNode chosen = told.putArray("token_logprobs");
    ArrayNode tokens = told.putArray("tokens");
    ArrayNode top = told.putArray("top_logprobs");
    int offset = 0;
    for (AnswerToken token : generation.tokens()) {
      List<TokenChance> ranked = RankedTokens.of(token);
      offsets.add(offset);
      offset += token.text().codePointCount(0, token.text().length());
      tokens.add(token.text());
      chosen.add(Math.log(ranked.getFirst().probability()));
      ObjectNode entry = top.addObject();
      ranked.stream()
          .limit(logProbs.getAsInt() + 1L)
          .forEach(it -> entry.put(it.token(), Math.log(it.probability())));
    }
  }
}
