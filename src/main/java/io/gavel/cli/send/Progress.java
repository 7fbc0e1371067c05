package io.gavel.cli.send;

/// Is told how far sending is, and of the lines that are bad. For one thread.
public interface Progress extends AutoCloseable {
  /// Shows how far it is.
  ///
  /// @param bytes how many bytes of the input have been read
  /// @param lines how many lines have been looked at
  void at(long bytes, long lines);

  /// Reports a bad line.
  void badLine(ParsedLine.Invalid line);

  @Override
  void close();
}
