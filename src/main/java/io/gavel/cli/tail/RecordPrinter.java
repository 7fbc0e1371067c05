package io.gavel.cli.tail;

import org.apache.avro.specific.SpecificRecord;

/// Prints records as they come. For one thread.
///
/// @param <T> the records' class
public interface RecordPrinter<T extends SpecificRecord> {
  /// Prints one.
  void print(T value);

  /// What belongs below those that came at once.
  void endOfBatch();

  /// Whether nobody reads the output any more.
  boolean isBroken();
}
