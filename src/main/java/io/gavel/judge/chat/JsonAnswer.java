package io.gavel.judge.chat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The values of one flat JSON object, with their types.
///
/// @param values by key
record JsonAnswer(Map<String, Value> values) {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(2)
                  .maxNumberLength(20)
                  .maxNameLength(200)
                  .build())
          .build();

  JsonAnswer {
    values = Map.copyOf(values);
  }

  /// One value.
  ///
  /// @param token what it is
  /// @param text a text's characters, a number's digits, or the word
  /// @param start where it starts in the JSON, its quotation mark included
  record Value(JsonToken token, String text, int start) {}

  /// The object in a text that holds nothing else; empty where it holds anything else: no object, a
  /// key twice, values that are objects or lists, something after it, or half of one.
  static Optional<JsonAnswer> parse(String json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      Map<String, Value> values = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        JsonToken token = parser.nextToken();
        if (token == null || !token.isScalarValue()) {
          return Optional.empty();
        }
        int start = (int) parser.currentTokenLocation().getCharOffset();
        values.put(key, new Value(token, parser.getText(), start));
      }
      return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null
          ? Optional.of(new JsonAnswer(values))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Why the object is not of the form; empty where it is.
  ///
  /// @param expected its keys beside the feedback
  Optional<String> objection(List<String> expected) {
    if (!is(JsonForm.FEEDBACK, JsonToken.VALUE_STRING)) {
      return Optional.of("its feedback is missing or no text");
    }
    for (String key : expected) {
      if (!values.containsKey(key)) {
        return Optional.of("its key " + key + " is missing");
      }
      if (!fits(key)) {
        return Optional.of("its key " + key + " is of the wrong type");
      }
    }
    Set<String> further = new HashSet<>(values.keySet());
    expected.forEach(further::remove);
    further.remove(JsonForm.FEEDBACK);
    return further.isEmpty()
        ? Optional.empty()
        : Optional.of("it has %d keys that were not asked for".formatted(further.size()));
  }

  String feedback() {
    return text(JsonForm.FEEDBACK);
  }

  /// The text of a value that is there.
  String text(String key) {
    return value(key).text();
  }

  /// A value that is there.
  Value value(String key) {
    Value value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("there is no " + key);
    }
    return value;
  }

  private boolean fits(String key) {
    return switch (key) {
      case JsonForm.SCORE -> is(key, JsonToken.VALUE_NUMBER_INT) || is(key, JsonToken.VALUE_STRING);
      case JsonForm.BETTER -> is(key, JsonToken.VALUE_STRING);
      default -> is(key, JsonToken.VALUE_TRUE) || is(key, JsonToken.VALUE_FALSE);
    };
  }

  private boolean is(String key, JsonToken token) {
    Value value = values.get(key);
    return value != null && value.token() == token;
  }
}
