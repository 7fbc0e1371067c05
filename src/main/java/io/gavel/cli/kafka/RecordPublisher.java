package io.gavel.cli.kafka;

import io.gavel.topic.Topic;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/// Publishes records and makes sure that each one is acknowledged. For one thread; the producer's
/// own thread only counts. The first failure ends it: every later call throws it.
public final class RecordPublisher implements AutoCloseable {
  private final Producer<String, SpecificRecord> producer;
  private final String prefix;
  private final String servers;
  private final ConcurrentMap<Topic, LongAdder> acknowledged = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable ClusterException> failure = new AtomicReference<>();

  /// @param producer closed with this
  /// @param prefix the topics' prefix
  /// @param servers the brokers, for messages
  public RecordPublisher(Producer<String, SpecificRecord> producer, String prefix, String servers) {
    this.producer = producer;
    this.prefix = prefix;
    this.servers = servers;
  }

  /// Hands a record to the producer. It carries the time of sending and not the time of what it
  /// tells of, or the broker's retention would remove old events at once.
  ///
  /// @param value null deletes the key from a compacted topic
  /// @param onTooLarge told, on any thread until the next [#flush] returns, when this one record is
  ///   larger than the producer or the broker takes; that is no failure of the publisher
  /// @throws ClusterException when this or an earlier record cannot be published
  public void publish(
      Topic topic, String key, @Nullable SpecificRecord value, Consumer<String> onTooLarge) {
    throwFailure();
    String name = topic.name(prefix);
    try {
      var ignored = // the callback sees what the future would tell
          producer.send(
              record(name, key, value),
              (metadata, thrown) -> {
                if (thrown == null) {
                  counter(topic).increment();
                } else if (thrown instanceof RecordTooLargeException) {
                  onTooLarge.accept(Causes.line(thrown));
                } else {
                  failure.compareAndSet(null, failed(name, thrown));
                }
              });
    } catch (SerializationException e) {
      // Its own cause tells what the registry said; this one may only say that it failed.
      throw new ClusterException("topic %s: %s".formatted(name, Causes.line(e)), e);
    } catch (KafkaException e) {
      throw failed(name, e);
    }
    throwFailure();
  }

  /// Waits until everything handed over is acknowledged.
  ///
  /// @throws ClusterException when something cannot be published
  public void flush() {
    producer.flush();
    throwFailure();
  }

  /// How many records of a topic are acknowledged.
  public long acknowledged(Topic topic) {
    return counter(topic).sum();
  }

  @Override
  public void close() {
    producer.close(failure.get() == null ? Duration.ofSeconds(10) : Duration.ZERO);
  }

  private LongAdder counter(Topic topic) {
    return acknowledged.computeIfAbsent(topic, ignored -> new LongAdder());
  }

  private void throwFailure() {
    ClusterException thrown = failure.get();
    if (thrown != null) {
      throw thrown;
    }
  }

  private ClusterException failed(String topic, Throwable cause) {
    return new ClusterException(
        "topic %s: sending to %s failed: %s".formatted(topic, servers, Causes.line(cause)), cause);
  }

  @SuppressWarnings("NullAway") // Kafka is not annotated: a null value is a tombstone.
  private static ProducerRecord<String, SpecificRecord> record(
      String topic, String key, @Nullable SpecificRecord value) {
    return new ProducerRecord<>(topic, key, value);
  }
}
