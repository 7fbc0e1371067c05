package io.gavel.cli.export;

import io.gavel.cli.kafka.TopicPosition;
import io.gavel.serde.Decoded;
import io.gavel.serde.RecordSerdes;
import io.gavel.serde.UnreadableRecordException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/// Finds the records of another topic that belong to those that are exported. For one thread.
///
/// @param <P> the other records' class
public final class PartnerReader<P extends SpecificRecord> implements AutoCloseable {
  private final String topic;
  private final Deserializer<P> deserializer;
  private final Partners partners;

  /// @param topic the other topic's name on the broker
  /// @param deserializer reads its values; closed with this
  /// @throws IOException when there is no room on disk
  public PartnerReader(String topic, Deserializer<P> deserializer) throws IOException {
    this.topic = topic;
    this.deserializer = deserializer;
    partners = new Partners();
  }

  /// Notes that a record is exported.
  void want(SpecificRecord value) throws IOException {
    partners.want(Partners.generationId(value));
  }

  /// Reads the topic whole, and keeps what belongs to what is exported.
  ///
  /// @param position is moved there
  void read(TopicPosition position, ExportProgress progress) throws IOException {
    position.assign(topic);
    position.toBeginning();
    progress.of(position.left());
    long[] read = {0};
    try {
      position.readToEnd(source -> {
        progress.at(++read[0]);
        keep(source);
        return true;
      });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// The record that belongs to an exported one; null where the topic does not hold it any more.
  @Nullable P of(SpecificRecord value) throws IOException {
    byte[] found = partners.get(Partners.id(value));
    try {
      return found == null ? null : deserializer.deserialize(topic, found);
    } catch (UnreadableRecordException e) {
      return null;
    }
  }

  private void keep(ConsumerRecord<byte[], byte[]> source) {
    try {
      if (source.key() == null
          || !partners.isWanted(new String(source.key(), StandardCharsets.UTF_8))) {
        return;
      }
      if (RecordSerdes.decode(deserializer, source)
          instanceof Decoded.Intact<P>(var from, P value)) {
        partners.keep(Partners.id(value), from.value());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    deserializer.close();
    partners.close();
  }
}
