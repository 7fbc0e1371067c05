package io.gavel.web.live;

import io.gavel.config.KafkaConfig;
import io.gavel.health.Health;
import io.gavel.health.Heartbeat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the ends of topics on one thread, whatever they carry: a turn a second, and in each no
/// more records than are enough, so that a page costs the same beside ten thousand events a second.
/// After an outage it goes on where it was. [#close] is for any thread.
final class Follower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final Duration TURN = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);
  private static final int POLLS_A_TURN = 10;

  private final KafkaConfig kafka;
  private final String clientId;
  private final Map<String, Followed> topics = new LinkedHashMap<>();
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final Map<String, Integer> partitions = new HashMap<>();
  private final Heartbeat heartbeat = new Heartbeat("the page's reader", System::nanoTime);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Consumer<byte[], byte[]> consumer;

  /// @param kafka how to reach the cluster
  /// @param clientId names its consumer
  Follower(KafkaConfig kafka, String clientId, List<Followed> followed) {
    this.kafka = kafka;
    this.clientId = clientId;
    followed.forEach(it -> topics.put(it.topic(), it));
    thread = new Thread(this::run, "gavel-web-follower");
    thread.setDaemon(true);
  }

  /// Starts; returns at once.
  void start() {
    thread.start();
  }

  /// How it stands now.
  Health health() {
    return closed.getCount() == 0 ? Health.STOPPED : heartbeat.health();
  }

  private void run() {
    while (closed.getCount() > 0) {
      try (Consumer<byte[], byte[]> opened = Consumers.open(kafka, clientId)) {
        consumer = opened;
        follow(opened);
      } catch (WakeupException e) {
        // It is being closed.
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        heartbeat.beat(Health.waiting(String.valueOf(e.getMessage())));
        LOG.warn(
            "web_follower_waits cause=\"{}\" hint=\"nothing is lost; trying again in {}s\"",
            e.toString(),
            PAUSE.toSeconds());
        pause(PAUSE);
      }
    }
  }

  private void follow(Consumer<byte[], byte[]> opened) throws InterruptedException {
    long lookNanos = System.nanoTime();
    look(opened);
    while (closed.getCount() > 0) {
      long startNanos = System.nanoTime();
      if (startNanos - lookNanos > LOOK_INTERVAL.toNanos()) {
        lookNanos = startNanos;
        look(opened);
      }
      skip(opened);
      int taken = 1;
      for (int polls = 0; polls < POLLS_A_TURN && taken > 0; polls++) {
        taken = take(opened.poll(POLL));
      }
      heartbeat.beat(Health.RUNNING);
      pause(TURN.minusNanos(System.nanoTime() - startNanos));
    }
  }

  /// Asks the brokers for what there is; fails where they do not answer, which a poll does not.
  private void look(Consumer<byte[], byte[]> opened) {
    List<TopicPartition> all = new ArrayList<>();
    Map<String, List<PartitionInfo>> existing = opened.listTopics();
    for (String topic : topics.keySet()) {
      List<PartitionInfo> found = existing.get(topic);
      if (found == null) {
        throw new IllegalStateException(
            "topic %s is missing; 'gavel topics apply' creates it".formatted(topic));
      }
      partitions.put(topic, found.size());
      found.forEach(it -> all.add(new TopicPartition(topic, it.partition())));
    }
    if (opened.assignment().size() == all.size()) {
      return;
    }
    opened.assign(all);
    Map<TopicPartition, Long> begins = opened.beginningOffsets(all);
    Map<TopicPartition, Long> ends = opened.endOffsets(all);
    for (TopicPartition partition : all) {
      long end = ends.getOrDefault(partition, 0L);
      long from = Math.max(begins.getOrDefault(partition, 0L), end - enough(partition));
      long at = positions.getOrDefault(partition, from);
      // A topic that was made anew begins before what was read of the old one.
      opened.seek(partition, at <= end ? Math.max(at, from) : from);
    }
  }

  private long enough(TopicPartition partition) {
    long all = Objects.requireNonNull(topics.get(partition.topic())).enough();
    int count = partitions.getOrDefault(partition.topic(), 1);
    return all == Long.MAX_VALUE ? Long.MAX_VALUE / 2 : Math.max(1, all / count);
  }

  private void skip(Consumer<byte[], byte[]> opened) {
    for (TopicPartition partition : opened.assignment()) {
      OptionalLong lag = opened.currentLag(partition);
      if (lag.isPresent() && lag.getAsLong() > enough(partition)) {
        opened.seek(partition, opened.position(partition) + lag.getAsLong() - enough(partition));
      }
    }
  }

  private int take(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      Followed followed = topics.get(record.topic());
      if (followed != null) {
        followed.take(record);
      }
      positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
    }
    return records.count();
  }

  private void pause(Duration time) {
    try {
      if (time.isPositive()) {
        boolean done = closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
        if (done) {
          LOG.debug("web_follower_closed");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed.countDown();
    }
  }

  /// Stops within 3 s.
  @Override
  public void close() {
    closed.countDown();
    Consumer<byte[], byte[]> open = consumer;
    if (open != null) {
      open.wakeup();
    }
    if (thread.getState() == Thread.State.NEW) {
      return; // What comes after it in the worker did not start, such as the server.
    }
    try {
      thread.join(CLOSE_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
