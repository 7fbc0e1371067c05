package io.gavel.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes an answer as JSON that satisfies a simple schema: objects with properties, arrays, and
/// strings, integers, numbers, booleans with `enum`, `const`, `minimum`, `maximum`, `minItems`. The
/// first integer, or string of several, is the verdict, and the first free string the feedback.
/// Booleans are items of a checklist.
final class JsonAnswer {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int DEEPEST = 16;
  private static final int MOST_ITEMS = 200;

  private final Stance stance;
  private final JsonNode root;
  private final StringBuilder text = new StringBuilder();
  private int room = StandInAnswer.NO_ROOM;
  private @Nullable Verdict verdict;
  private String words = "";

  private JsonAnswer(JsonNode root, Stance stance) {
    this.root = root;
    this.stance = stance;
  }

  /// The answer.
  ///
  /// @param schema an object; one that says nothing is taken for feedback and a score, or the
  ///   preferred of two
  static StandInAnswer of(JsonNode schema, Stance stance) {
    JsonNode wanted = says(schema) ? schema : usual(stance);
    JsonAnswer answer = new JsonAnswer(wanted, stance);
    answer.write(wanted, "", 0);
    String rest = answer.text.toString();
    Verdict found = answer.verdict;
    return found == null
        ? new StandInAnswer(rest, answer.room, null)
        : new StandInAnswer(
            answer.words,
            answer.room,
            new Verdict(found.lead(), found.token(), found.chances(), rest));
  }

  private static boolean says(JsonNode schema) {
    return schema.has("properties")
        || schema.has("items")
        || schema.has("enum")
        || schema.has("const")
        || schema.has("$ref")
        || schema.has("anyOf")
        || (schema.has("type") && !schema.path("type").asText().equals("object"));
  }

  private static JsonNode usual(Stance stance) {
    ObjectNode schema = JSON.createObjectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    properties.putObject("feedback").put("type", "string");
    if (stance.isOfPair()) {
      properties.putObject("preferred").putArray("enum").add("A").add("B");
    } else {
      properties.putObject("score").put("type", "integer").put("minimum", 1).put("maximum", 5);
    }
    return schema;
  }

  private void write(JsonNode given, String path, int depth) {
    JsonNode schema = resolved(given);
    if (depth > DEEPEST) {
      text.append("null");
    } else if (schema.has("const")) {
      text.append(schema.get("const"));
    } else if (schema.path("enum").isArray() && !schema.path("enum").isEmpty()) {
      oneOf(schema.path("enum"));
    } else if (schema.has("properties")) {
      object(schema, path, depth);
    } else {
      switch (type(schema)) {
        case "object" -> text.append("{}");
        case "array" -> array(schema, path, depth);
        case "boolean" -> text.append(stance.isMet(path));
        case "integer", "number" -> number(schema);
        case "string" -> string();
        default -> text.append("null");
      }
    }
  }

  /// With references to the schema's own definitions followed, and the first of several schemas.
  private JsonNode resolved(JsonNode schema) {
    JsonNode now = schema;
    for (int i = 0; i < DEEPEST; i++) {
      if (now.path("$ref").asText().startsWith("#/")) {
        now = root.at(now.path("$ref").asText().substring(1));
      } else if (now.path("anyOf").has(0)) {
        now = now.path("anyOf").get(0);
      } else {
        return now;
      }
    }
    return now;
  }

  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    return type.isArray() ? type.path(0).asText() : type.asText();
  }

  private void object(JsonNode schema, String path, int depth) {
    text.append('{');
    String separator = "";
    for (var property : schema.path("properties").properties()) {
      text.append(separator).append(new TextNode(property.getKey())).append(": ");
      write(property.getValue(), path + "/" + property.getKey(), depth + 1);
      separator = ", ";
    }
    text.append('}');
  }

  private void array(JsonNode schema, String path, int depth) {
    int least = schema.path("minItems").asInt(Math.min(1, schema.path("maxItems").asInt(1)));
    text.append('[');
    for (int i = 0; i < Math.min(least, MOST_ITEMS); i++) {
      text.append(i == 0 ? "" : ", ");
      JsonNode own = schema.path("prefixItems").path(i);
      write(own.isMissingNode() ? schema.path("items") : own, path + "/" + i, depth + 1);
    }
    text.append(']');
  }

  private void number(JsonNode schema) {
    int lowest = schema.path("minimum").asInt(schema.path("exclusiveMinimum").asInt(0) + 1);
    int highest = schema.path("maximum").asInt(schema.path("exclusiveMaximum").asInt(6) - 1);
    say(stance.number("", " ", lowest, Math.max(lowest, highest), ""));
  }

  private void oneOf(JsonNode values) {
    List<String> options = new ArrayList<>();
    values.forEach(value -> options.add(value.isTextual() ? value.asText() : value.toString()));
    Verdict said = stance.oneOf("", "", options, "");
    if (!values.get(0).isTextual()) {
      say(spaced(said));
      return;
    }
    text.append('"');
    say(said);
    text.append('"');
  }

  private static Verdict spaced(Verdict verdict) {
    return new Verdict(
        "",
        " " + verdict.token(),
        verdict.chances().stream()
            .map(it -> new TokenChance(" " + it.token(), it.probability()))
            .toList(),
        "");
  }

  /// The first that is said is the verdict; it begins with the space that is there already.
  private void say(Verdict said) {
    boolean ownSpace = said.token().startsWith(" ");
    boolean space = !text.isEmpty() && text.charAt(text.length() - 1) == ' ';
    Verdict fitting = ownSpace && !space ? unspaced(said) : said;
    if (ownSpace && space) {
      text.deleteCharAt(text.length() - 1);
    }
    if (verdict != null) {
      text.append(fitting.token());
      return;
    }
    int cut = room == StandInAnswer.NO_ROOM ? text.length() : room;
    words = text.substring(0, cut);
    verdict = new Verdict(text.substring(cut), fitting.token(), fitting.chances(), "");
    text.setLength(0);
  }

  private static Verdict unspaced(Verdict verdict) {
    return new Verdict(
        "",
        verdict.token().strip(),
        verdict.chances().stream()
            .map(it -> new TokenChance(it.token().strip(), it.probability()))
            .toList(),
        "");
  }

  private void string() {
    String quoted = new TextNode(stance.words()).toString();
    text.append(quoted);
    if (room == StandInAnswer.NO_ROOM && verdict == null) {
      room = text.length() - 1;
    }
  }
}
