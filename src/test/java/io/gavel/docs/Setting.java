package io.gavel.docs;

import io.gavel.config.ConfigLoader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A key of `defaults.yaml` as it is written there.
///
/// @param path the key with its sections, such as `kafka.bootstrap_servers`
/// @param fallback what stands behind the colon; empty for a section
/// @param comment the comment before it, in one line; empty where there is none
record Setting(String path, String fallback, String comment) {
  private static final Pattern KEY = Pattern.compile("( *)([a-z_]+):\\s*(.*)");

  private record Open(int indent, String path) {}

  /// Whether it holds further keys.
  boolean isSection() {
    return fallback.isEmpty();
  }

  /// The section that it is in; empty at the top.
  String section() {
    return path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "";
  }

  /// All settings.
  static List<Setting> all() throws IOException {
    try (InputStream defaults =
        Objects.requireNonNull(ConfigLoader.class.getResourceAsStream("defaults.yaml"))) {
      return in(new String(defaults.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /// Reads the keys of a file as this one is: a key on each line, comments on lines of their own
  /// before what they are about.
  ///
  /// @throws IllegalArgumentException for a line that is neither, since it would be missing
  private static List<Setting> in(String yaml) {
    List<Setting> settings = new ArrayList<>();
    Deque<Open> open = new ArrayDeque<>();
    List<String> comment = new ArrayList<>();
    for (String line : yaml.lines().toList()) {
      if (line.isBlank()) {
        comment.clear();
        continue;
      }
      if (line.strip().startsWith("#")) {
        comment.add(line.strip().substring(1).strip());
        continue;
      }
      Matcher key = KEY.matcher(line);
      if (!key.matches()) {
        throw new IllegalArgumentException("neither a key nor a comment: " + line);
      }
      int indent = key.group(1).length();
      while (!open.isEmpty() && open.element().indent() >= indent) {
        open.pop();
      }
      String path = (open.isEmpty() ? "" : open.element().path() + ".") + key.group(2);
      open.push(new Open(indent, path));
      settings.add(new Setting(path, key.group(3), String.join(" ", comment)));
      comment.clear();
    }
    return settings;
  }
}
