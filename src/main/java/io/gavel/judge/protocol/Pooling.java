package io.gavel.judge.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.judge.exchange.Answer;
import io.gavel.judge.exchange.Prompt;
import io.gavel.judge.exchange.Sampling;
import java.util.List;

/// `POST /pooling` of vLLM: what a reward model's head gives, for the whole of a conversation or
/// text, or for each of its tokens. Source: vLLM's documentation, "Reward Usage" and "Pooling API".
///
/// @param model as the server names it
/// @param raw whether the server leaves out its activation
/// @param task which of the model's pooling tasks, such as `classify` or `token_classify`; empty:
///   the server's choice
public record Pooling(String model, boolean raw, String task) implements Protocol {
  @Override
  public String url(String base) {
    return ServerRoot.of(base) + "/pooling";
  }

  @Override
  public ObjectNode body(Prompt prompt, Sampling sampling) {
    ObjectNode body = PoolingFields.body(model, raw);
    if (!task.isEmpty()) {
      body.put("task", task);
    }
    PoolingFields.putInput(body, prompt);
    return body;
  }

  @Override
  public List<Answer> answers(JsonNode body) {
    return PoolingFields.numbers(body.path("data").path(0).path("data"));
  }
}
