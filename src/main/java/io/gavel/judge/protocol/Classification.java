package io.gavel.judge.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.judge.exchange.Answer;
import io.gavel.judge.exchange.Prompt;
import io.gavel.judge.exchange.Sampling;
import java.util.List;

/// `POST /classify` of vLLM: a probability for each label, in the model's order of labels, of a
/// conversation or one text. Source: vLLM's documentation, "Classification Usages".
///
/// @param model as the server names it
/// @param raw whether the server leaves out its activation, so that the numbers are logits
public record Classification(String model, boolean raw) implements Protocol {
  @Override
  public String url(String base) {
    return ServerRoot.of(base) + "/classify";
  }

  @Override
  public ObjectNode body(Prompt prompt, Sampling sampling) {
    ObjectNode body = PoolingFields.body(model, raw);
    PoolingFields.putInput(body, prompt);
    return body;
  }

  @Override
  public List<Answer> answers(JsonNode body) {
    return PoolingFields.numbers(body.path("data").path(0).path("probs"));
  }
}
