package io.gavel.cli.deadletters;

import io.gavel.cli.kafka.ClusterException;
import io.gavel.schema.DeadLetter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/// Fetches the records of dead letters that were too large to carry them from where they stood. For
/// one thread.
public final class SourceRecords {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int MOST_POLLS = 40;

  private final Consumer<byte[], byte[]> consumer;
  private final String servers;

  /// @param consumer of committed records, in no group; not closed
  /// @param servers the brokers, for messages
  public SourceRecords(Consumer<byte[], byte[]> consumer, String servers) {
    this.consumer = consumer;
    this.servers = servers;
  }

  /// The record; empty where it is not there any more, or another is.
  ///
  /// @throws ClusterException when the brokers do not answer
  public Optional<ConsumerRecord<byte[], byte[]>> of(DeadLetter letter) {
    try {
      return find(letter);
    } catch (KafkaException e) {
      throw new ClusterException(
          "reading %s from %s failed: %s"
              .formatted(letter.getSourceTopic(), servers, e.getMessage()),
          e);
    }
  }

  /// Says that a record is not there any more, for a person.
  public static String missing(DeadLetter letter) {
    return "it carries no record, and in topic %s, partition %d, offset %d there is none any more"
        .formatted(letter.getSourceTopic(), letter.getSourcePartition(), letter.getSourceOffset());
  }

  private Optional<ConsumerRecord<byte[], byte[]>> find(DeadLetter letter) {
    TopicPartition partition =
        new TopicPartition(letter.getSourceTopic(), letter.getSourcePartition());
    List<PartitionInfo> known = consumer.partitionsFor(partition.topic());
    if (known == null
        || known.stream().noneMatch(info -> info.partition() == partition.partition())) {
      return Optional.empty();
    }
    List<TopicPartition> one = List.of(partition);
    long offset = letter.getSourceOffset();
    consumer.assign(one);
    if (offset < bound(consumer.beginningOffsets(one), partition)
        || offset >= bound(consumer.endOffsets(one), partition)) {
      return Optional.empty();
    }
    consumer.seek(partition, offset);
    for (int polls = 0; consumer.position(partition) <= offset; polls++) {
      if (polls == MOST_POLLS) {
        throw new ClusterException(
            "reading %s from %s: nothing came within %d s"
                .formatted(partition, servers, POLL.multipliedBy(MOST_POLLS).toSeconds()));
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        return Optional.of(record).filter(found -> isSourceOf(letter, found));
      }
    }
    return Optional.empty();
  }

  /// A topic that was deleted and made anew holds other records at the same offsets.
  private static boolean isSourceOf(DeadLetter letter, ConsumerRecord<byte[], byte[]> found) {
    return found.offset() == letter.getSourceOffset()
        && Math.max(0, found.timestamp()) == Math.max(0, letter.getSourceTimestamp().toEpochMilli())
        && letter
            .getSourceKey()
            .map(key -> found.key() != null && key.equals(ByteBuffer.wrap(found.key())))
            .orElse(true);
  }

  private static long bound(Map<TopicPartition, Long> offsets, TopicPartition partition) {
    return offsets.getOrDefault(partition, 0L);
  }
}
