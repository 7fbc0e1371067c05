package io.gavel.web.reward.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// Where a consumer without a group stands in several topics, against where they ended when each
/// was added. For the consumer's thread.
final class FeedPosition {
  private static final long LOOK_AROUND_NANOS = Duration.ofSeconds(30).toNanos();

  private final Consumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final Map<String, Integer> sizes = new HashMap<>();
  private long lookedNanos = System.nanoTime();

  FeedPosition(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /// Adds a topic, from its first record of this time or later on.
  ///
  /// @throws org.apache.kafka.common.KafkaException when it cannot be asked about, or is not there
  void fromTime(String topic, Instant time) {
    List<TopicPartition> added = add(topic);
    Map<TopicPartition, OffsetAndTimestamp> found =
        consumer.offsetsForTimes(
            added.stream()
                .collect(Collectors.toMap(Function.identity(), _ -> time.toEpochMilli())));
    for (TopicPartition partition : added) {
      OffsetAndTimestamp first = found.get(partition);
      consumer.seek(partition, first == null ? ends.getOrDefault(partition, 0L) : first.offset());
    }
  }

  /// Adds a topic whole.
  ///
  /// @throws org.apache.kafka.common.KafkaException when it cannot be asked about, or is not there
  void fromBeginning(String topic) {
    consumer.seekToBeginning(add(topic));
  }

  /// Whether everything was polled that was there when the topics were added.
  boolean isCaughtUp() {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  /// Reads a topic no more. Does nothing the second time.
  void leave(String topic) {
    if (sizes.remove(topic) != null) {
      ends.keySet().removeIf(partition -> partition.topic().equals(topic));
      consumer.assign(List.copyOf(ends.keySet()));
    }
  }

  /// Whether the topics have as many partitions as when they were added; looked at now and then.
  boolean isWhole() {
    if (System.nanoTime() - lookedNanos < LOOK_AROUND_NANOS) {
      return true;
    }
    lookedNanos = System.nanoTime();
    return sizes.entrySet().stream()
        .allMatch(size -> consumer.partitionsFor(size.getKey()).size() == size.getValue());
  }

  private List<TopicPartition> add(String topic) {
    List<PartitionInfo> known = consumer.partitionsFor(topic);
    if (known == null || known.isEmpty()) {
      throw new UnknownTopicOrPartitionException(
          "there is no topic %s; create it with `gavel topics apply`".formatted(topic));
    }
    List<TopicPartition> added =
        known.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
    sizes.put(topic, added.size());
    ends.putAll(consumer.endOffsets(added));
    consumer.assign(List.copyOf(ends.keySet()));
    return added;
  }
}
