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

  /// Fills in what is empty: for a prefix that ends with a dot a hyphen in its place and the role,
  /// such as `gavel-enrich` for `gavel.`; for another, a dot and the role; the role alone where
  /// there is no prefix. So no two prefixes share a group.
  ///
  /// @param tree the settings, all sections of which are there
  static void fillIn(ObjectNode tree) {
    String prefix = tree.path("topics").path("prefix").asText();
    KEYS.forEach((section, key) -> {
      ObjectNode settings = (ObjectNode) tree.path(section);
      if (settings.path(key.getKey()).asText().isBlank()) {
        settings.put(key.getKey(), name(prefix, key.getValue()));
      }
    });
  }

  private static String name(String prefix, String role) {
    if (prefix.isEmpty()) {
      return role;
    }
    return prefix.endsWith(".")
        ? prefix.substring(0, prefix.length() - 1) + "-" + role
        : prefix + "." + role;
  }
}
