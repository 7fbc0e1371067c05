package io.gavel.cli.deadletters;

import io.gavel.schema.DeadLetter;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Reference;
import io.gavel.serde.Decoded;
import io.gavel.serde.RecordSerdes;
import io.gavel.serde.RegistryUnavailableException;
import io.gavel.topic.Topic;
import java.nio.ByteBuffer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/// The record that became a dead letter, as far as it can be shown.
public sealed interface Source {
  /// It can be read.
  record Intact(SpecificRecord value) implements Source {}

  /// It cannot be read.
  ///
  /// @param bytes its value
  /// @param why for a person, hostile text included
  @SuppressWarnings("ArrayRecordComponent") // Handed on once, and never compared.
  record Unreadable(byte[] bytes, String why) implements Source {}

  /// It is not there.
  ///
  /// @param why for a person
  record Missing(String why) implements Source {}

  /// Finds and reads it.
  ///
  /// @param letter the dead letter
  /// @param sources where it is when the dead letter does not carry it
  /// @param serdes reads it
  /// @param prefix the topics' prefix
  static Source of(DeadLetter letter, SourceRecords sources, RecordSerdes serdes, String prefix) {
    byte[] carried = letter.getSourceValue().map(Source::bytes).orElse(null);
    byte[] value =
        carried == null
            ? sources.of(letter).map(ConsumerRecord<byte[], byte[]>::value).orElse(null)
            : carried;
    if (value == null) {
      return new Missing(SourceRecords.missing(letter));
    }
    String topic = letter.getSourceTopic();
    if (topic.equals(Topic.GENERATIONS.name(prefix))) {
      return read(letter, value, serdes, Generation.class);
    }
    if (topic.equals(Topic.JUDGE_REQUESTS.name(prefix))) {
      return read(letter, value, serdes, JudgeRequest.class);
    }
    if (topic.equals(Topic.REFERENCES.name(prefix))) {
      return read(letter, value, serdes, Reference.class);
    }
    return new Unreadable(value, "what topic %s holds is not known".formatted(topic));
  }

  private static <T extends SpecificRecord> Source read(
      DeadLetter letter, byte[] value, RecordSerdes serdes, Class<T> type) {
    try (Deserializer<T> deserializer = serdes.deserializer(type)) {
      ConsumerRecord<byte[], byte[]> record =
          new ConsumerRecord<>(
              letter.getSourceTopic(),
              letter.getSourcePartition(),
              letter.getSourceOffset(),
              new byte[0],
              value);
      return switch (RecordSerdes.decode(deserializer, record)) {
        case Decoded.Intact<T> intact -> new Intact(intact.value());
        case Decoded.Poison<T> poison -> new Unreadable(value, poison.detail());
      };
    } catch (RegistryUnavailableException e) {
      return new Unreadable(value, String.valueOf(e.getMessage()));
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
