package io.gavel.cli.apply;

import java.util.List;
import java.util.SequencedMap;

/// A piece of a YAML document with the line it starts on, from 1 up.
sealed interface Node {
  int line();

  /// Keys and values, in order.
  ///
  /// @param line where it starts
  /// @param entries each key once
  record Mapping(int line, SequencedMap<String, Entry> entries) implements Node {}

  /// The value of a key.
  ///
  /// @param line where the key stands
  /// @param value what it says
  record Entry(int line, Node value) {}

  /// Elements, in order.
  ///
  /// @param line where it starts
  /// @param elements may be empty
  record Sequence(int line, List<Node> elements) implements Node {}

  /// A single value.
  ///
  /// @param line where it starts
  /// @param kind what YAML takes it for
  /// @param text as it is written
  record Scalar(int line, Kind kind, String text) implements Node {}

  /// What YAML takes a single value for.
  enum Kind {
    /// Quoted, or nothing else.
    TEXT,
    /// A whole number.
    INTEGER,
    /// A number with a fraction.
    DECIMAL,
    /// true or false.
    BOOLEAN,
    /// null, or nothing at all.
    NULL
  }
}
