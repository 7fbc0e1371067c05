package io.gavel.cli.replay;

import io.gavel.cli.kafka.ClusterException;
import io.gavel.cli.text.TerminalText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/// Production's generations from a time on, of all partitions in the order of their times: a series
/// whose records came partition by partition would have all but the first one's windows closed
/// before their records come. For one thread.
final class SourceRange {
  /// How far a producer's clock may be ahead of the one that says when something was made.
  private static final Duration SKEW = Duration.ofMinutes(5);

  private static final Duration POLL = Duration.ofMillis(250);
  private static final int MOST_SILENT_POLLS = 120;
  private static final int MOST_HELD = 1_000;

  private final Consumer<byte[], byte[]> consumer;
  private final String servers;
  private final Map<TopicPartition, Long> starts = new HashMap<>();
  private final Map<TopicPartition, Long> ends;

  /// Fixes the range: from the first record that may be as new as `from` to where the topic ends
  /// now.
  ///
  /// @param consumer of committed records, in no group; not closed
  /// @param servers the brokers, for messages
  /// @param topic its name on the broker
  /// @param from when the oldest generation that is wanted was made
  /// @throws ClusterException when the brokers do not answer
  SourceRange(Consumer<byte[], byte[]> consumer, String servers, String topic, Instant from) {
    this.consumer = consumer;
    this.servers = servers;
    try {
      List<TopicPartition> partitions = new ArrayList<>();
      for (PartitionInfo info : consumer.partitionsFor(topic)) {
        partitions.add(new TopicPartition(topic, info.partition()));
      }
      ends = Map.copyOf(consumer.endOffsets(partitions));
      Map<TopicPartition, Long> times = new HashMap<>();
      partitions.forEach(it -> times.put(it, Math.max(0, from.minus(SKEW).toEpochMilli())));
      Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
      for (TopicPartition partition : partitions) {
        OffsetAndTimestamp first = found.get(partition);
        long end = ends.getOrDefault(partition, 0L);
        starts.put(partition, first == null ? end : Math.min(end, first.offset()));
      }
    } catch (KafkaException e) {
      throw failed(e);
    }
  }

  /// The first offset of each partition.
  Map<Integer, Long> starts() {
    Map<Integer, Long> offsets = new HashMap<>();
    starts.forEach((partition, offset) -> offsets.put(partition.partition(), offset));
    return offsets;
  }

  /// How many offsets there are, about: transactions leave marks among them.
  long offsets() {
    return starts.entrySet().stream()
        .mapToLong(start -> ends.getOrDefault(start.getKey(), 0L) - start.getValue())
        .sum();
  }

  /// Reads all of it, again at every call.
  ///
  /// @param visitor is given each record, and says whether to go on
  /// @throws ClusterException when it cannot be read, or nothing comes for 30 seconds
  void read(Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
    Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> held = new HashMap<>();
    int silent = 0;
    try {
      consumer.assign(starts.keySet());
      starts.forEach(consumer::seek);
      starts.keySet().forEach(partition -> held.put(partition, new ArrayDeque<>()));
      while (!held.isEmpty()) {
        held.entrySet().removeIf(it -> it.getValue().isEmpty() && isRead(it.getKey()));
        if (held.values().stream().anyMatch(Deque::isEmpty)) {
          silent = poll(held) ? 0 : silent + 1;
          if (silent == MOST_SILENT_POLLS) {
            throw new ClusterException(
                "reading from %s: nothing came for %d s; run it again, it goes on where it ended"
                    .formatted(servers, POLL.multipliedBy(MOST_SILENT_POLLS).toSeconds()));
          }
        } else if (!held.isEmpty() && !visitor.test(oldest(held))) {
          return;
        }
      }
    } catch (KafkaException e) {
      throw failed(e);
    }
  }

  private boolean poll(Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> held) {
    for (TopicPartition partition : starts.keySet()) {
      Deque<ConsumerRecord<byte[], byte[]>> records = held.get(partition);
      if (records == null || records.size() >= MOST_HELD) {
        consumer.pause(List.of(partition));
      } else {
        consumer.resume(List.of(partition));
      }
    }
    var polled = consumer.poll(POLL);
    for (ConsumerRecord<byte[], byte[]> record : polled) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      Deque<ConsumerRecord<byte[], byte[]>> records = held.get(partition);
      if (records != null && record.offset() < ends.getOrDefault(partition, 0L)) {
        records.add(record);
      }
    }
    return !polled.isEmpty();
  }

  private boolean isRead(TopicPartition partition) {
    return consumer.position(partition) >= ends.getOrDefault(partition, 0L);
  }

  private static ConsumerRecord<byte[], byte[]> oldest(
      Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> held) {
    Deque<ConsumerRecord<byte[], byte[]>> first = null;
    for (Deque<ConsumerRecord<byte[], byte[]>> records : held.values()) {
      if (first == null || records.element().timestamp() < first.element().timestamp()) {
        first = records;
      }
    }
    if (first == null) {
      throw new IllegalStateException("no partition holds a record");
    }
    return first.remove();
  }

  private ClusterException failed(KafkaException e) {
    return new ClusterException(
        "reading from %s failed: %s".formatted(servers, TerminalText.line(e.toString())), e);
  }
}
