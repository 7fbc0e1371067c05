package io.gavel.judge.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.judge.exchange.Answer;
import io.gavel.judge.exchange.Prompt;
import io.gavel.judge.exchange.Sampling;
import java.util.List;

/// `POST /score` of vLLM: one number for two texts. Source: vLLM's documentation, "Score API".
///
/// @param model as the server names it
/// @param raw whether the server leaves out its activation, so that the number is a logit
public record Scoring(String model, boolean raw) implements Protocol {
  @Override
  public String url(String base) {
    return ServerRoot.of(base) + "/score";
  }

  @Override
  public ObjectNode body(Prompt prompt, Sampling sampling) {
    if (!(prompt instanceof Prompt.Input input) || input.texts().size() != 2) {
      throw new IllegalArgumentException("not two texts: " + prompt);
    }
    return PoolingFields.body(model, raw)
        .put("text_1", input.texts().getFirst())
        .put("text_2", input.texts().getLast());
  }

  @Override
  public List<Answer> answers(JsonNode body) {
    return PoolingFields.numbers(body.path("data").path(0).path("score"));
  }
}
