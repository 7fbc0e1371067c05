package io.gavel.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/// Names the consumer groups of the roles after the topics that they read, where the settings do
/// not name them. Workers with two sets of topics in one group would stop each other: each takes
/// the other's topics out of the group's subscription.
final class GroupNames {
  /// The section of each role whose group has a name, with the key in it and the role's word.
  private static final Map<String, Map.Entry<String, String>> KEYS =
      Map.of(
          "enrich", Map.entry("application_id", "enrich"),
          "engine", Map.entry("group_id", "judge"),
          "reward", Map.entry("application_id", "reward"),
          "monitor", Map.entry("application_id", "monitor"));

  private GroupNames() {}

  /// Fills in what is empty: the prefix of the topics without the dot at its end, a hyphen and the
  /// role, such as `gavel-enrich` for `gavel.`; the role alone where there is no prefix.
  ///
  /// @param tree the settings, all sections of which are there
  static void fillIn(ObjectNode tree) {
    String prefix = tree.path("topics").path("prefix").asText().replaceFirst("\\.$", "");
    KEYS.forEach((section, key) -> {
      ObjectNode settings = (ObjectNode) tree.path(section);
      if (settings.path(key.getKey()).asText().isBlank()) {
        settings.put(
            key.getKey(), prefix.isEmpty() ? key.getValue() : prefix + "-" + key.getValue());
      }
    });
  }
}
