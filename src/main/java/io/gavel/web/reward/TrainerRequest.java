package io.gavel.web.reward;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.gavel.config.GetRewardConfig;
import io.gavel.web.reward.book.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads the body of a request: `{"query": [...], "prompts": [...], "labels": [...]}`, lists of the
/// same length. A query is the prompt and what the model answered to it, in one text (OpenRLHF's
/// `openrlhf/utils/agent.py` and `remote_rm_utils.py`). `labels` may be left out or hold nulls; a
/// further field `model` names the model that answered; others are passed over.
final class TrainerRequest {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final int MODEL_LENGTH = 200;

  private final GetRewardConfig config;

  TrainerRequest(GetRewardConfig config) {
    this.config = config;
  }

  /// The body cannot be used, ever; the message says what is wrong and where.
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  /// The samples in their order.
  ///
  /// @throws MalformedException where it is no such body
  List<Sample> read(byte[] body) throws MalformedException {
    JsonNode root = parse(body);
    List<String> queries = texts(root, "query");
    List<String> prompts = texts(root, "prompts");
    if (prompts.size() != queries.size()) {
      throw new MalformedException(
          "prompts has %d entries and query has %d".formatted(prompts.size(), queries.size()));
    }
    if (queries.size() > config.waitingLimit()) {
      throw new MalformedException(
          "query has %d entries; web.get_reward.waiting_limit takes %d at a time"
              .formatted(queries.size(), config.waitingLimit()));
    }
    List<Optional<String>> labels = labels(root, queries.size());
    String model = model(root);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < queries.size(); i++) {
      String response = response(queries.get(i), prompts.get(i), i);
      samples.add(new Sample(config.application(), model, prompts.get(i), response, labels.get(i)));
    }
    return samples;
  }

  private static JsonNode parse(byte[] body) throws MalformedException {
    JsonNode root;
    try {
      root = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      // Its own message would show a piece of the body.
      throw new MalformedException(
          "the body is no JSON: something is wrong at line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw new MalformedException("the body is no JSON");
    }
    if (root == null || !root.isObject()) {
      throw new MalformedException(
          "the body must be an object {\"query\": [...], \"prompts\": [...], \"labels\": [...]}");
    }
    return root;
  }

  private static List<String> texts(JsonNode root, String name) throws MalformedException {
    JsonNode list = list(root, name);
    List<String> texts = new ArrayList<>();
    for (JsonNode element : list) {
      if (!element.isTextual()) {
        throw new MalformedException(
            "%s[%d] must be a text and is %s".formatted(name, texts.size(), kind(element)));
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  private static JsonNode list(JsonNode root, String name) throws MalformedException {
    JsonNode list = root.path(name);
    if (!list.isArray()) {
      throw new MalformedException(
          "%s must be a list of texts and is %s".formatted(name, kind(list)));
    }
    return list;
  }

  private static List<Optional<String>> labels(JsonNode root, int size) throws MalformedException {
    List<Optional<String>> labels = new ArrayList<>();
    if (root.path("labels").isMissingNode() || root.path("labels").isNull()) {
      for (int i = 0; i < size; i++) {
        labels.add(Optional.empty());
      }
      return labels;
    }
    for (JsonNode element : list(root, "labels")) {
      if (element.isContainerNode()) {
        throw new MalformedException(
            "labels[%d] must be a text, a number or null and is %s"
                .formatted(labels.size(), kind(element)));
      }
      labels.add(
          element.isNull()
              ? Optional.empty()
              : Optional.of(element.asText()).filter(label -> !label.isBlank()));
    }
    if (labels.size() != size) {
      throw new MalformedException(
          "labels has %d entries and query has %d".formatted(labels.size(), size));
    }
    return labels;
  }

  private String model(JsonNode root) throws MalformedException {
    JsonNode model = root.path("model");
    if (model.isMissingNode() || model.isNull()) {
      return config.model();
    }
    if (!model.isTextual()
        || model.textValue().isBlank()
        || model.textValue().length() > MODEL_LENGTH) {
      throw new MalformedException(
          "model must be a text of at most %d characters that is not blank"
              .formatted(MODEL_LENGTH));
    }
    return model.textValue();
  }

  /// What stands in a query behind its prompt. Before the prompt may stand padding.
  private String response(String query, String prompt, int number) throws MalformedException {
    if (prompt.isBlank()) {
      throw new MalformedException("prompts[%d] is empty".formatted(number));
    }
    int begin = query.indexOf(prompt);
    if (begin < 0) {
      throw new MalformedException(
          "query[%d] does not hold prompts[%d], so it cannot be told where the response begins; prompts that the trainer cuts off are longer than it takes"
              .formatted(number, number));
    }
    return withoutEndMarks(query.substring(begin + prompt.length()));
  }

  private String withoutEndMarks(String response) {
    String left = response;
    boolean cut = true;
    while (cut) {
      cut = false;
      String bare = left.stripTrailing();
      for (String mark : config.endMarks()) {
        if (bare.endsWith(mark)) {
          left = bare.substring(0, bare.length() - mark.length());
          cut = true;
          break;
        }
      }
    }
    return left;
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case MISSING -> "missing";
      case NULL -> "null";
      case ARRAY, BOOLEAN, NUMBER, OBJECT, STRING, BINARY, POJO -> a(node.getNodeType());
    };
  }

  private static String a(JsonNodeType type) {
    String name = type == JsonNodeType.STRING ? "text" : type.name().toLowerCase(Locale.ROOT);
    return (name.matches("[ao].*") ? "an " : "a ") + name;
  }
}
