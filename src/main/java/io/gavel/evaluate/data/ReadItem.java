package io.gavel.evaluate.data;

/// What became of one record of a file.
public sealed interface ReadItem {
  /// It is an item.
  ///
  /// @param item the item
  record Good(LabelledItem item) implements ReadItem {}

  /// It is none.
  ///
  /// @param number where it stands, from 1 up
  /// @param message what is wrong with it, in one line; may quote names of its fields
  record Bad(long number, String message) implements ReadItem {}
}
