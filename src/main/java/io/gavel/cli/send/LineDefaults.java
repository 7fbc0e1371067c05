package io.gavel.cli.send;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the lines get that do not say it themselves.
///
/// @param application null: every line must name its application
/// @param model null: every line must name its model
/// @param tags put below a line's own tags
public record LineDefaults(
    @Nullable String application, @Nullable String model, Map<String, String> tags) {
  /// Copies.
  public LineDefaults {
    tags = Map.copyOf(tags);
  }

  /// Nothing: the lines say everything themselves.
  public static LineDefaults none() {
    return new LineDefaults(null, null, Map.of());
  }
}
