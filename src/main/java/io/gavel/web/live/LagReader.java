package io.gavel.web.live;

import io.gavel.config.KafkaConfig;
import io.gavel.web.api.flow.FunnelSource.Lag;
import io.gavel.web.api.flow.FunnelSource.Lags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks now and then how far the roles' groups are behind, on one thread: by the offsets that they
/// have committed, and the oldest record that is not. What ends a transaction takes an offset as
/// well and is no record: a partition in which nothing else is left is not behind. [#close] is for
/// any thread.
public final class LagReader implements Lags, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LagReader.class);
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int MOST_POLLS = 10;

  private final KafkaConfig kafka;
  private final String clientId;
  private final Map<String, String> groups;
  private final ToLongFunction<OffsetAndMetadata> doneBeyond;
  private final InstantSource clock;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile List<Lag> now = List.of();

  /// @param kafka how to reach the cluster
  /// @param clientId names its clients
  /// @param groups the consumer groups by role, in the event's order
  /// @param doneBeyond how many records a committed offset says are done beyond it
  /// @param clock tells how old a record is
  public LagReader(
      KafkaConfig kafka,
      String clientId,
      Map<String, String> groups,
      ToLongFunction<OffsetAndMetadata> doneBeyond,
      InstantSource clock) {
    this.kafka = kafka;
    this.clientId = clientId;
    this.groups = groups;
    this.doneBeyond = doneBeyond;
    this.clock = clock;
    thread = Thread.ofPlatform().daemon().name("gavel-web-lag").unstarted(this::run);
  }

  /// Starts to look; returns at once.
  public void start() {
    thread.start();
  }

  @Override
  public List<Lag> now() {
    return now;
  }

  private void run() {
    Map<String, Object> properties = kafka.admin();
    properties.put("client.id", clientId);
    properties.putIfAbsent("default.api.timeout.ms", 10_000);
    properties.putIfAbsent("request.timeout.ms", 5_000);
    do {
      try (Admin admin = Admin.create(properties);
          Consumer<byte[], byte[]> consumer = Consumers.open(kafka, clientId)) {
        try {
          do {
            now = look(admin, consumer);
          } while (!stopped());
        } finally {
          // A consumer that is closed by an interrupted thread logs an error with its trace.
          Thread.interrupted();
        }
      } catch (RuntimeException | ExecutionException e) {
        now = List.of();
        LOG.debug("web_lag_unknown cause={}", e.toString());
      } catch (InterruptedException e) {
        return;
      }
    } while (!stopped());
  }

  private boolean stopped() {
    try {
      return closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  private List<Lag> look(Admin admin, Consumer<byte[], byte[]> consumer)
      throws ExecutionException, InterruptedException {
    List<Lag> lags = new ArrayList<>();
    for (Map.Entry<String, String> group : groups.entrySet()) {
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin.listConsumerGroupOffsets(group.getValue()).partitionsToOffsetAndMetadata().get();
      committed.values().removeIf(Objects::isNull);
      if (!committed.isEmpty()) {
        lags.add(lag(group.getKey(), committed, consumer));
      }
    }
    return List.copyOf(lags);
  }

  private Lag lag(
      String role,
      Map<TopicPartition, OffsetAndMetadata> committed,
      Consumer<byte[], byte[]> consumer) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(committed.keySet(), LIMIT);
    Map<TopicPartition, Long> behind = new HashMap<>();
    committed.forEach((partition, offset) -> {
      if (ends.getOrDefault(partition, 0L) > offset.offset()) {
        behind.put(partition, offset.offset());
      }
    });
    Map<TopicPartition, Instant> oldest = oldest(behind, ends, consumer);
    long records = 0;
    for (TopicPartition partition : oldest.keySet()) {
      OffsetAndMetadata offset = committed.get(partition);
      if (offset != null) {
        long left = ends.getOrDefault(partition, 0L) - offset.offset();
        records += Math.max(0, left - doneBeyond.applyAsLong(offset));
      }
    }
    Instant now = clock.instant();
    double seconds =
        oldest.values().stream()
                .mapToLong(it -> Math.max(0, Duration.between(it, now).toMillis()))
                .max()
                .orElse(0)
            / 1000.0;
    return new Lag(role, records, seconds);
  }

  /// When the first record at or after what is committed was made, by partition; without those that
  /// have none.
  ///
  /// @param behind where to look
  /// @param ends before which to look
  private static Map<TopicPartition, Instant> oldest(
      Map<TopicPartition, Long> behind,
      Map<TopicPartition, Long> ends,
      Consumer<byte[], byte[]> consumer) {
    Map<TopicPartition, Instant> oldest = new HashMap<>();
    if (behind.isEmpty()) {
      return oldest;
    }
    consumer.assign(behind.keySet());
    // Those of the last look are paused still.
    consumer.resume(behind.keySet());
    behind.forEach(consumer::seek);
    for (int polls = 0; polls < MOST_POLLS; polls++) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        oldest.putIfAbsent(partition, Instant.ofEpochMilli(Math.max(0, record.timestamp())));
        consumer.pause(List.of(partition));
      }
      boolean done =
          behind.keySet().stream()
              .allMatch(it ->
                  oldest.containsKey(it)
                      || consumer.position(it) >= ends.getOrDefault(it, Long.MAX_VALUE));
      if (done) {
        break;
      }
    }
    return oldest;
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }
}
