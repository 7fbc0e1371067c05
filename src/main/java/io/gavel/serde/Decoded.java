package io.gavel.serde;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/// What became of a consumed record's bytes.
///
/// @param <T> the record's class
public sealed interface Decoded<T> {
  /// It was read.
  ///
  /// @param source where it stood, with its bytes
  /// @param value the record
  record Intact<T>(ConsumerRecord<byte[], byte[]> source, T value) implements Decoded<T> {}

  /// It cannot be read, ever: a dead letter.
  ///
  /// @param source where it stood, with its bytes
  /// @param detail names topic, partition, offset and cause
  record Poison<T>(ConsumerRecord<byte[], byte[]> source, String detail) implements Decoded<T> {}
}
