package io.gavel.cli.kafka;

import io.gavel.serde.Decoded;
import io.gavel.serde.RecordSerdes;
import io.gavel.serde.RegistryUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/// Reads a compacted topic whole, for topics that are small by nature: rubrics and policies. For
/// one thread.
public final class CompactedTopic {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);

  private final TopicPosition position;
  private final java.util.function.Consumer<String> poison;
  private final InstantSource clock;

  /// @param consumer of committed records, in no group; not closed
  /// @param servers the brokers, for messages
  /// @param poison is told of records that cannot be read, in one line each; such a key counts as
  ///   absent
  public CompactedTopic(
      Consumer<byte[], byte[]> consumer,
      String servers,
      java.util.function.Consumer<String> poison,
      InstantSource clock) {
    this.position = new TopicPosition(consumer, servers);
    this.poison = poison;
    this.clock = clock;
  }

  /// The newest record of every key, up to what was committed when the reading began.
  ///
  /// @param topic its name on the broker
  /// @throws ClusterException when it cannot be read, or takes longer than 30 seconds
  public <T extends SpecificRecord> Map<String, T> read(
      String topic, Deserializer<T> deserializer) {
    Map<String, T> newest = new TreeMap<>();
    position.assign(topic);
    position.toBeginning();
    Instant deadline = clock.instant().plus(PATIENCE);
    while (!position.atEnd()) {
      if (clock.instant().isAfter(deadline)) {
        throw new ClusterException(
            "topic %s: reading it took longer than %d s".formatted(topic, PATIENCE.toSeconds()));
      }
      for (ConsumerRecord<byte[], byte[]> source : position.poll(POLL)) {
        if (source.key() == null) {
          continue; // a compacted topic takes none; one that was changed later may hold some
        }
        String key = new String(source.key(), StandardCharsets.UTF_8);
        newest.remove(key);
        if (source.value() != null) {
          keep(newest, key, deserializer, source);
        }
      }
    }
    return newest;
  }

  private <T extends SpecificRecord> void keep(
      Map<String, T> newest,
      String key,
      Deserializer<T> deserializer,
      ConsumerRecord<byte[], byte[]> source) {
    try {
      switch (RecordSerdes.decode(deserializer, source)) {
        case Decoded.Intact<T>(var ignored, T value) -> newest.put(key, value);
        case Decoded.Poison<T>(var ignored, String detail) -> poison.accept(detail);
      }
    } catch (RegistryUnavailableException e) {
      throw new ClusterException(Causes.line(e), e);
    }
  }
}
