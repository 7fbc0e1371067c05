package io.gavel.judge.exchange;

import java.util.List;

/// What an answer must look like, for servers that can enforce it.
public sealed interface Form {
  /// Anything.
  record Free() implements Form {}

  /// One of several texts.
  ///
  /// @param texts the texts; not empty
  record OneOf(List<String> texts) implements Form {
    /// Copies.
    public OneOf {
      texts = List.copyOf(texts);
    }
  }

  /// A JSON document.
  ///
  /// @param name names the schema; letters, digits, `_`, `-`
  /// @param schema the JSON Schema it satisfies, as JSON
  record Json(String name, String schema) implements Form {}
}
