package io.gavel.monitor.alertmanager;

import io.gavel.schema.Alert;
import io.gavel.serde.Decoded;
import io.gavel.serde.RecordSerdes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The topic of alerts, read from its beginning by a consumer of committed records in no group. For
/// one thread.
final class AlertSource implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AlertSource.class);

  private final Consumer<byte[], byte[]> consumer;
  private final Deserializer<Alert> deserializer;
  private Map<TopicPartition, Long> endsAtStart = Map.of();

  /// A record that was read.
  ///
  /// @param alert what it says
  /// @param at when it was written
  record Heard(Alert alert, Instant at) {}

  /// @param consumer closed with this
  /// @param deserializer closed with this
  AlertSource(Consumer<byte[], byte[]> consumer, Deserializer<Alert> deserializer) {
    this.consumer = consumer;
    this.deserializer = deserializer;
  }

  /// Takes all partitions of the topic, from their beginnings.
  ///
  /// @return false where there is no such topic yet
  boolean open(String topic) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(it -> new TopicPartition(topic, it.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    endsAtStart = Map.copyOf(consumer.endOffsets(partitions));
    return !partitions.isEmpty();
  }

  /// What has come, in the order of each partition.
  ///
  /// @param wait how long to wait for it
  /// @throws io.gavel.serde.RegistryUnavailableException when it cannot be read now
  List<Heard> poll(Duration wait) {
    List<Heard> heard = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> source : consumer.poll(wait)) {
      switch (RecordSerdes.decode(deserializer, source)) {
        case Decoded.Intact<Alert>(var ignored, Alert alert) ->
            heard.add(new Heard(alert, Instant.ofEpochMilli(source.timestamp())));
        case Decoded.Poison<Alert>(var ignored, String detail) ->
            LOG.warn("alert_unreadable detail=\"{}\"", detail);
      }
    }
    return heard;
  }

  /// Whether all was read that stood in the topic when it was opened: before that an alert may seem
  /// open that is long over.
  boolean isCaughtUp() {
    return endsAtStart.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  /// Ends a wait from another thread.
  void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    // The consumer reports it as a failure when it is closed by a thread that was interrupted.
    boolean interrupted = Thread.interrupted();
    try (deserializer;
        consumer) {
      // Closed in reverse.
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
