package io.gavel.enrich;

import io.gavel.enrich.decision.Assembling;
import io.gavel.schema.RubricChoice;
import io.gavel.schema.Selection;
import io.gavel.schema.SourceHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// The record as it stood in its topic, with its bytes: from what Kafka Streams hands to a
/// processor, and to and from a [Selection].
final class Sources {
  /// What a header takes beside its name and value, at least.
  private static final int HEADER_LENGTHS_BYTES = 4;

  private Sources() {}

  /// The record that is being processed.
  ///
  /// @throws IllegalStateException when none is
  static ConsumerRecord<byte[], byte[]> of(
      ProcessingContext context, Record<byte[], byte[]> record) {
    RecordMetadata at =
        context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("no record is being processed"));
    return record(
        at.topic(),
        at.partition(),
        at.offset(),
        record.timestamp(),
        record.key(),
        record.value(),
        record.headers());
  }

  /// The size of a record: its key, value and headers, in bytes.
  static int bytes(ConsumerRecord<byte[], byte[]> source) {
    long bytes = length(source.key()) + length(source.value());
    for (Header header : source.headers()) {
      bytes +=
          header.key().getBytes(StandardCharsets.UTF_8).length
              + length(header.value())
              + HEADER_LENGTHS_BYTES;
    }
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }

  /// The record of the generation that was selected.
  static ConsumerRecord<byte[], byte[]> of(Selection selection) {
    Headers headers = new RecordHeaders();
    for (SourceHeader header : selection.getSourceHeaders()) {
      headers.add(header.getKey(), bytes(header.getValue()));
    }
    return record(
        selection.getSourceTopic(),
        selection.getSourcePartition(),
        selection.getSourceOffset(),
        selection.getSourceTimestamp().toEpochMilli(),
        bytes(selection.getSourceKey()),
        bytes(selection.getSourceValue()),
        headers);
  }

  /// A selection that does not wait yet.
  static Selection selection(
      ConsumerRecord<byte[], byte[]> source, Assembling.Answer answer, List<RubricChoice> choices) {
    List<SourceHeader> headers = new ArrayList<>();
    for (Header header : source.headers()) {
      headers.add(new SourceHeader(header.key(), wrap(header.value())));
    }
    return Selection.newBuilder()
        .setChoices(choices)
        .setReferenceId(
            answer instanceof Assembling.Answer.Awaited awaited ? awaited.referenceId() : null)
        .setSourceTopic(source.topic())
        .setSourcePartition(source.partition())
        .setSourceOffset(source.offset())
        .setSourceTimestamp(Instant.ofEpochMilli(source.timestamp()))
        .setSourceKey(wrap(source.key()))
        .setSourceValue(ByteBuffer.wrap(source.value()))
        .setSourceHeaders(headers)
        .build();
  }

  @SuppressWarnings("NullAway") // Kafka's contract: a record's key and value may be null.
  private static ConsumerRecord<byte[], byte[]> record(
      String topic,
      int partition,
      long offset,
      long timestamp,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Headers headers) {
    return new ConsumerRecord<>(
        topic,
        partition,
        offset,
        timestamp,
        TimestampType.CREATE_TIME,
        key == null ? -1 : key.length,
        value == null ? -1 : value.length,
        key,
        value,
        headers,
        Optional.empty());
  }

  private static long length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static @Nullable ByteBuffer wrap(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }

  private static byte @Nullable [] bytes(Optional<ByteBuffer> buffer) {
    return buffer.map(Sources::bytes).orElse(null);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
