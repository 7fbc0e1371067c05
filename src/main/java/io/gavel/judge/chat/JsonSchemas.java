package io.gavel.judge.chat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.IntStream;

/// The JSON Schema of an answer: the feedback first, so that the model concludes from what it has
/// written, then the conclusion. Of the language only what all servers enforce is used: every key
/// required, no further ones, and values listed, as bounds on numbers and lengths are refused by
/// some. Source: the OpenAI guide "Structured model outputs", section "Supported schemas".
final class JsonSchemas {
  private static final JsonMapper JSON = new JsonMapper();

  private JsonSchemas() {}

  /// The schema, as JSON.
  static String of(Wanted wanted) {
    ObjectNode properties = JSON.createObjectNode();
    properties.putObject(JsonForm.FEEDBACK).put("type", "string");
    switch (wanted) {
      case Wanted.Level level -> {
        ArrayNode scores =
            properties.putObject(JsonForm.SCORE).put("type", "integer").putArray("enum");
        IntStream.rangeClosed(level.scale().minimum(), level.scale().maximum())
            .forEach(scores::add);
      }
      case Wanted.Items items ->
          JsonForm.keys(items).forEach(key -> properties.putObject(key).put("type", "boolean"));
      case Wanted.Better better -> {
        ArrayNode words =
            properties.putObject(JsonForm.BETTER).put("type", "string").putArray("enum");
        better.symbols().forEach(words::add);
      }
    }
    ObjectNode schema = JSON.createObjectNode().put("type", "object");
    schema.set("properties", properties);
    ArrayNode required = schema.putArray("required");
    List.copyOf(properties.properties()).forEach(property -> required.add(property.getKey()));
    return schema.put("additionalProperties", false).toString();
  }
}
