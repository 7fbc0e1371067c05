package io.gavel.cli.apply;

import java.util.Optional;

/// Something to delete.
///
/// @param kind of what kind it is
/// @param id identifies it among its kind
public record Deletion(Kind kind, String id) {
  /// Reads `rubric/clarity`; empty where the text is none of this form.
  public static Optional<Deletion> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || slash == text.length() - 1) {
      return Optional.empty();
    }
    return Kind.of(text.substring(0, slash))
        .map(kind -> new Deletion(kind, text.substring(slash + 1)));
  }
}
