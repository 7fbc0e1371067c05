package io.gavel.judge.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.judge.exchange.Answer;
import io.gavel.judge.exchange.Prompt;
import io.gavel.judge.exchange.Sampling;
import java.util.ArrayList;
import java.util.List;

/// `POST /predict` of text-embeddings-inference: the labels of one text or of two, each with its
/// score, the highest first. Source: its OpenAPI description, `PredictRequest` and
/// `PredictResponse`.
///
/// @param raw whether the server leaves out its sigmoid or softmax
public record Prediction(boolean raw) implements Protocol {
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public String url(String base) {
    return ServerRoot.of(base) + "/predict";
  }

  /// Never truncated: a server that was started to do so would judge a part in silence.
  @Override
  public ObjectNode body(Prompt prompt, Sampling sampling) {
    if (!(prompt instanceof Prompt.Input input)) {
      throw new IllegalArgumentException("neither one text nor two: " + prompt);
    }
    ObjectNode body = JSON.createObjectNode();
    if (input.texts().size() == 1) {
      body.put("inputs", input.texts().getFirst());
    } else {
      ArrayNode inputs = body.putArray("inputs");
      input.texts().forEach(inputs::add);
    }
    return body.put("raw_scores", raw).put("truncate", false);
  }

  @Override
  public List<Answer> answers(JsonNode body) {
    // One text's, or those of a batch of one.
    JsonNode predictions = body.path(0).isArray() ? body.path(0) : body;
    List<Double> values = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (JsonNode prediction : predictions.isArray() ? predictions : JSON.createArrayNode()) {
      if (prediction.isObject()) {
        values.add(PoolingFields.number(prediction.path("score")));
        labels.add(prediction.path("label").asText());
      }
    }
    return values.isEmpty() ? List.of() : List.of(new Answer.Numbers(values, labels));
  }
}
