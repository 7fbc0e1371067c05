package io.gavel.config.source;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.StringReader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads one YAML document that is a map of keys; the same key twice is an error.
public final class YamlFile {
  private static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final Pattern PLACE = Pattern.compile("line \\d+, column \\d+");

  private YamlFile() {}

  /// The tree of a document; an empty one has no keys.
  ///
  /// @param name the document's name, for messages
  /// @param text its content
  /// @throws IOException when it is no such document; the message names the document, line, column
  ///   and what is wrong, in one line
  public static ObjectNode read(String name, String text) throws IOException {
    JsonNode root;
    try {
      root = YAML.readTree(new StringReader(text));
    } catch (JsonProcessingException e) {
      throw new IOException(where(name, e) + ": " + problem(e), e);
    }
    if (root.isMissingNode() || root.isNull()) {
      return YAML.createObjectNode();
    }
    if (root instanceof ObjectNode keys) {
      return keys;
    }
    throw new IOException(name + ": it must hold keys with values, such as `worker_id: worker-1`");
  }

  /// The reader's own message tells the place better than its exception, which tells the last
  /// token.
  private static String where(String name, JsonProcessingException e) {
    Matcher place = PLACE.matcher(e.getOriginalMessage());
    String where = name;
    while (place.find()) {
      where = name + ", " + place.group();
    }
    JsonLocation at = e.getLocation();
    return where.equals(name) && at != null
        ? "%s, line %d, column %d".formatted(name, at.getLineNr(), at.getColumnNr())
        : where;
  }

  /// The words of the YAML reader without the excerpt, the places and the class names around them.
  /// It tells first what it was reading and then, in a line of its own, what it found.
  private static String problem(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    if (message.startsWith("Duplicate field")) {
      return "the key " + message.substring("Duplicate field ".length()) + " is there twice";
    }
    if (message.startsWith("Trailing token")) {
      return "there is a second document; one file holds one";
    }
    String found = "";
    for (String line : message.lines().toList()) {
      if (!line.startsWith(" ")) {
        found = line;
      }
    }
    return "this is no YAML: " + found.strip();
  }
}
