package io.gavel.cli.tail;

/// A column of a table. The last one of a table takes what the others leave.
///
/// @param header its heading
/// @param least the columns of the terminal it needs, at least 1
/// @param most the columns it takes where there are enough, at least `least`
public record Column(String header, int least, int most) {
  /// A column that is always as wide.
  static Column fixed(String header, int width) {
    return new Column(header, width, width);
  }

  /// A column for a name: useful from 10 columns on.
  static Column name(String header) {
    return new Column(header, 10, 20);
  }

  /// The last column.
  static Column rest(String header) {
    return new Column(header, 1, 1);
  }
}
