package io.gavel.evaluate.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The fields of one JSON object, taken out with their types checked; what is wrong is collected. A
/// JSON null is as good as no field. For one thread.
final class Fields {
  private final ObjectNode object;
  private final List<String> problems = new ArrayList<>();

  Fields(ObjectNode object) {
    this.object = object;
  }

  boolean has(String name) {
    return object.hasNonNull(name);
  }

  /// The text of a field that must be there and not blank; empty text where it is not.
  String text(String name) {
    String text = possiblyEmpty(name);
    if (text.isBlank() && object.path(name).isTextual()) {
      problem(name, "must not be empty");
    }
    return text;
  }

  /// The text of a field that must be there, as an answer that may be empty.
  String possiblyEmpty(String name) {
    if (!has(name)) {
      problem(name, "missing");
      return "";
    }
    if (!object.path(name).isTextual()) {
      problem(name, "must be text, not " + kind(object.path(name)));
      return "";
    }
    return object.path(name).textValue();
  }

  /// The text of a field that may be absent or blank.
  Optional<String> optional(String name) {
    return has(name)
        ? Optional.of(possiblyEmpty(name)).filter(t -> !t.isBlank())
        : Optional.empty();
  }

  /// The scores of a field that must be there: one number, one in text, or an array of them in
  /// which null is a run without a score.
  List<Double> scores(String name) {
    JsonNode value = object.path(name);
    if (!has(name)) {
      problem(name, "missing");
      return List.of();
    }
    if (!value.isArray()) {
      return List.of(score(name, value));
    }
    List<Double> scores = new ArrayList<>();
    for (JsonNode element : value) {
      scores.add(element.isNull() ? Double.NaN : score(name, element));
    }
    if (scores.isEmpty() || scores.stream().allMatch(score -> Double.isNaN(score))) {
      problem(name, "holds no score");
    }
    return scores;
  }

  /// A field's value as the text it would be written as, for labels that are numbers in one data
  /// set and text in another; empty text, and a problem, where it is neither.
  String label(String name) {
    JsonNode value = object.path(name);
    if (!has(name)) {
      problem(name, "missing");
    } else if (!value.isValueNode()) {
      problem(name, "must be a text or a number, not " + kind(value));
    }
    return value.asText("").strip();
  }

  void problem(String name, String what) {
    problems.add(name + ": " + what);
  }

  /// The problems in one line; empty where there is none.
  String problems() {
    return String.join("; ", problems);
  }

  private double score(String name, JsonNode value) {
    if (value.isNumber() && Double.isFinite(value.doubleValue())) {
      return value.doubleValue();
    }
    if (value.isTextual() && value.textValue().strip().matches("-?[0-9]{1,9}(\\.[0-9]{1,9})?")) {
      return Double.parseDouble(value.textValue().strip());
    }
    problem(name, value.isTextual() ? "holds no number" : "must be a number, not " + kind(value));
    return Double.NaN;
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      case NULL -> "null";
      case STRING -> "text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case BINARY, MISSING, POJO -> value.getNodeType().name().toLowerCase(Locale.ROOT);
    };
  }
}
