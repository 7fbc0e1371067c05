package io.gavel.bench.broker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/// Reads the outcomes of one run as they are committed, and keeps when each was first seen and how
/// often. What it says decides; no contestant's own word counts. It has a thread of its own.
public final class CommittedReader implements AutoCloseable {
  private final Track track;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final Map<String, Long> firstSeenNanos = new ConcurrentHashMap<>();
  private final AtomicLong seen = new AtomicLong();
  private final AtomicLong dead = new AtomicLong();
  private final Thread thread;
  private volatile long lastNewNanos = System.nanoTime();
  private volatile boolean closing;
  private volatile @Nullable RuntimeException failure;

  /// Starts behind what is there now.
  public CommittedReader(Track track) {
    this.track = track;
    Map<String, Object> properties = track.kafka().consumer();
    properties.put("isolation.level", "read_committed");
    properties.put("auto.offset.reset", "none");
    properties.put("max.poll.records", "5000");
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    partitions =
        Stream.of(track.feedbackTopic(), track.deadLetterTopic())
            .flatMap(Track::partitions)
            .toList();
    consumer.assign(partitions);
    consumer.endOffsets(partitions).forEach(consumer::seek);
    thread = Thread.ofPlatform().name("committed-reader").start(this::run);
  }

  /// Waits until every request has an outcome.
  ///
  /// @param patience given up when nothing new came for so long
  /// @return whether all came
  public boolean awaitAll(Duration patience) throws InterruptedException {
    lastNewNanos = System.nanoTime();
    while (firstSeenNanos.size() < track.requests()) {
      if (failure != null || System.nanoTime() - lastNewNanos > patience.toNanos()) {
        return false;
      }
      Thread.sleep(2);
    }
    return true;
  }

  /// When each outcome was first seen, by its request's id and [System#nanoTime].
  public Map<String, Long> firstSeenNanos() {
    return Map.copyOf(firstSeenNanos);
  }

  /// When the last new outcome was seen, by [System#nanoTime].
  public long lastNewNanos() {
    return lastNewNanos;
  }

  /// How many requests have no outcome.
  public int lost() {
    return track.requests() - firstSeenNanos.size();
  }

  /// How many outcomes there are too many.
  public int duplicated() {
    return Math.toIntExact(seen.get() - firstSeenNanos.size());
  }

  /// How many outcomes are dead letters; here each is a fault of the contestant's.
  public int deadLetters() {
    return Math.toIntExact(dead.get());
  }

  /// Reads to the end of what is committed now, and ends.
  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void run() {
    try (consumer) {
      while (!closing) {
        poll();
      }
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        poll();
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void poll() {
    for (ConsumerRecord<byte[], byte[]> outcome : consumer.poll(Duration.ofMillis(50))) {
      long nowNanos = System.nanoTime();
      seen.incrementAndGet();
      if (outcome.topic().equals(track.deadLetterTopic())) {
        dead.incrementAndGet();
      }
      String id = new String(outcome.key(), StandardCharsets.UTF_8);
      if (firstSeenNanos.putIfAbsent(id, nowNanos) == null) {
        lastNewNanos = nowNanos;
      }
    }
  }
}
