package io.gavel.cli.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;

/// Where a consumer without a group stands in all partitions of one topic, against where the topic
/// ended when that was last asked. For one thread.
public final class TopicPosition {
  private static final Duration POLL = Duration.ofMillis(250);
  private static final int MOST_SILENT_POLLS = 120;

  private final Consumer<byte[], byte[]> consumer;
  private final String servers;
  private List<TopicPartition> partitions = List.of();
  private Map<TopicPartition, Long> ends = Map.of();
  private Map<TopicPartition, Long> beginnings = Map.of();

  /// @param consumer of committed records, in no group; not closed
  /// @param servers the brokers, for messages
  public TopicPosition(Consumer<byte[], byte[]> consumer, String servers) {
    this.consumer = consumer;
    this.servers = servers;
  }

  /// Takes all partitions of a topic, and asks where they begin and end.
  ///
  /// @throws ClusterException when no broker answers or there is no such topic
  public void assign(String topic) {
    asked(() -> {
      List<PartitionInfo> known = consumer.partitionsFor(topic);
      if (known == null || known.isEmpty()) {
        throw new ClusterException(
            "the cluster at %s has no topic %s: create it with `gavel topics apply`"
                .formatted(servers, topic));
      }
      partitions = known.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
      consumer.assign(partitions);
      beginnings = Map.copyOf(consumer.beginningOffsets(partitions));
      ends = Map.copyOf(consumer.endOffsets(partitions));
    });
  }

  /// Goes to the oldest records.
  public void toBeginning() {
    asked(() -> beginnings.forEach(consumer::seek));
  }

  /// Goes to these offsets; in partitions without one, and where what stood there is gone, to the
  /// oldest record.
  ///
  /// @param offsets by partition
  /// @throws ClusterException when an offset is behind the end: it is of another topic of that name
  public void toOffsets(Map<Integer, Long> offsets) {
    for (TopicPartition partition : partitions) {
      long least = beginnings.getOrDefault(partition, 0L);
      long target = Math.max(least, offsets.getOrDefault(partition.partition(), least));
      long end = ends.getOrDefault(partition, 0L);
      if (target > end) {
        throw new ClusterException(
            "topic %s: partition %d ends at %d, before %d, where reading was to go on: it is not the topic that was read before"
                .formatted(partition.topic(), partition.partition(), end, target));
      }
      asked(() -> consumer.seek(partition, target));
    }
  }

  /// How many offsets there are from where it stands to the end, as of [#assign].
  public long left() {
    long[] sum = {0};
    asked(() -> {
      for (TopicPartition partition : partitions) {
        sum[0] += Math.max(0, ends.getOrDefault(partition, 0L) - consumer.position(partition));
      }
    });
    return sum[0];
  }

  /// Goes behind the newest committed records, as of [#assign].
  public void toEnd() {
    asked(() -> ends.forEach(consumer::seek));
  }

  /// Goes at most this many offsets before the end in every partition.
  ///
  /// @return whether that is the beginning of all
  public boolean beforeEnd(long offsets) {
    Map<TopicPartition, Long> targets = new HashMap<>();
    boolean beginning = true;
    for (TopicPartition partition : partitions) {
      long least = beginnings.getOrDefault(partition, 0L);
      long target = Math.max(least, ends.getOrDefault(partition, 0L) - offsets);
      targets.put(partition, target);
      beginning &= target == least;
    }
    asked(() -> targets.forEach(consumer::seek));
    return beginning;
  }

  /// Whether everything up to the end, as of [#assign], has been polled.
  public boolean atEnd() {
    boolean[] all = {true};
    asked(() -> {
      for (TopicPartition partition : partitions) {
        all[0] &= consumer.position(partition) >= ends.getOrDefault(partition, 0L);
      }
    });
    return all[0];
  }

  /// Polls all records from where it stands to the end, as of [#assign].
  ///
  /// @param visitor is given each, and says whether to go on
  /// @throws ClusterException when it cannot be read, or nothing comes for 30 seconds
  /// @throws WakeupException when the consumer was woken to stop
  public void readToEnd(Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
    int silent = 0;
    while (!atEnd()) {
      ConsumerRecords<byte[], byte[]> records = poll(POLL);
      silent = records.isEmpty() ? silent + 1 : 0;
      if (silent == MOST_SILENT_POLLS) {
        throw new ClusterException(
            "reading from %s: nothing came for %d s"
                .formatted(servers, POLL.multipliedBy(MOST_SILENT_POLLS).toSeconds()));
      }
      for (ConsumerRecord<byte[], byte[]> record : records) {
        if (isBeforeEnd(record) && !visitor.test(record)) {
          return;
        }
      }
    }
  }

  /// Whether a record is the oldest that its partition still holds, as of [#assign].
  public boolean isOldest(ConsumerRecord<byte[], byte[]> source) {
    return source.offset()
        <= beginnings.getOrDefault(new TopicPartition(source.topic(), source.partition()), 0L);
  }

  /// Whether a record stood before the end, as of [#assign].
  public boolean isBeforeEnd(ConsumerRecord<byte[], byte[]> source) {
    return source.offset()
        < ends.getOrDefault(new TopicPartition(source.topic(), source.partition()), 0L);
  }

  /// The next records, in no order between partitions.
  ///
  /// @throws WakeupException when the consumer was woken to stop
  public ConsumerRecords<byte[], byte[]> poll(Duration wait) {
    try {
      return consumer.poll(wait);
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      throw failed(e);
    }
  }

  private void asked(Runnable question) {
    try {
      question.run();
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      throw failed(e);
    }
  }

  private ClusterException failed(KafkaException e) {
    return new ClusterException(
        e instanceof TimeoutException
            ? "no Kafka broker answers at %s: %s: check kafka.bootstrap_servers and that it runs"
                .formatted(servers, Causes.line(e))
            : "reading from %s failed: %s".formatted(servers, Causes.line(e)),
        e);
  }
}
