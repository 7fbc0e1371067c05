package io.gavel.web.api.series;

import com.fasterxml.jackson.databind.JsonNode;
import io.gavel.web.Answers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Puts answers of several workers together. Pure.
final class Merging {
  private Merging() {}

  /// The objects of lists of several workers; of several with the same key the first. Each series
  /// is with one worker alone, but for the moment in which it moves.
  ///
  /// @param own this worker's objects
  /// @param answers the other workers' answers
  /// @param list the name of the list in the answers
  /// @param key the name of the key in an object
  /// @return all of them, ordered by their key
  static List<JsonNode> byKey(Collection<?> own, List<JsonNode> answers, String list, String key) {
    Map<String, JsonNode> all = new LinkedHashMap<>();
    own.stream()
        .<JsonNode>map(Answers.mapper()::valueToTree)
        .forEach(it -> all.putIfAbsent(it.path(key).asText(), it));
    for (JsonNode answer : answers) {
      answer.path(list).forEach(it -> all.putIfAbsent(it.path(key).asText(), it));
    }
    List<JsonNode> merged = new ArrayList<>(all.values());
    merged.sort((a, b) -> a.path(key).asText().compareTo(b.path(key).asText()));
    return merged;
  }
}
