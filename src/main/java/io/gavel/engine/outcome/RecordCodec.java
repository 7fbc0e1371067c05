package io.gavel.engine.outcome;

import io.gavel.deadletter.DeadLetters;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import io.gavel.schema.JudgeRequest;
import io.gavel.serde.Decoded;
import io.gavel.serde.RecordSerdes;
import io.gavel.serde.RegistryUnavailableException;
import io.gavel.serde.SchemaRefusedException;
import io.gavel.topic.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads judge requests and writes outcomes, on the calls' own threads. A registry that is down, or
/// that refuses a schema, is no request's fault: whoever needs it waits until it answers, and one
/// log line says so now and then. For any number of threads.
public final class RecordCodec implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RecordCodec.class);

  /// As many as can work at once on a machine of ordinary size; more would only wait for a
  /// processor.
  private static final int AT_ONCE = 4;

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

  private final String feedbackTopic;
  private final String deadLetterTopic;
  private final Borrowed<Deserializer<JudgeRequest>> requests;
  private final Borrowed<Serializer<Feedback>> feedback;
  private final Borrowed<Serializer<DeadLetter>> deadLetters;
  private final AtomicLong nextLogNanos = new AtomicLong(System.nanoTime());

  /// @param serdes how records are written and read
  /// @param prefix of the topics' names
  public RecordCodec(RecordSerdes serdes, String prefix) {
    feedbackTopic = Topic.FEEDBACK.name(prefix);
    deadLetterTopic = Topic.DEAD_LETTERS.name(prefix);
    requests = new Borrowed<>(AT_ONCE, () -> serdes.deserializer(JudgeRequest.class));
    feedback = new Borrowed<>(AT_ONCE, () -> serdes.serializer(Feedback.class));
    deadLetters = new Borrowed<>(AT_ONCE, () -> serdes.serializer(DeadLetter.class));
  }

  /// The request in a record.
  ///
  /// @throws InterruptedException when the thread is interrupted while it waits
  public Decoded<JudgeRequest> read(ConsumerRecord<byte[], byte[]> source)
      throws InterruptedException {
    return answered(() -> requests.with(one -> RecordSerdes.decode(one, source)));
  }

  /// The record of an outcome, under its source's key.
  ///
  /// @throws InterruptedException when the thread is interrupted while it waits
  public ProducerRecord<byte[], byte[]> write(byte @Nullable [] key, Outcome outcome)
      throws InterruptedException {
    return switch (outcome) {
      case Outcome.Scored(Feedback scored) ->
          new ProducerRecord<>(
              feedbackTopic,
              key,
              answered(() -> feedback.with(one -> one.serialize(feedbackTopic, scored))));
      case Outcome.Dead(DeadLetter letter) ->
          new ProducerRecord<>(
              deadLetterTopic,
              DeadLetters.key(key),
              answered(() -> deadLetters.with(one -> one.serialize(deadLetterTopic, letter))));
    };
  }

  @Override
  public void close() {
    for (Borrowed<?> each : List.of(requests, feedback, deadLetters)) {
      try {
        each.close();
      } catch (IOException e) {
        LOG.warn("serializer_not_closed cause={}", e.toString());
      }
    }
  }

  /// What may wait for something to be free, and for the registry.
  private interface Asking<R> {
    R ask() throws InterruptedException;
  }

  private <R> R answered(Asking<R> asking) throws InterruptedException {
    while (true) {
      try {
        return asking.ask();
      } catch (RegistryUnavailableException | SchemaRefusedException e) {
        log(e);
        TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
      }
    }
  }

  private void log(SerializationException e) {
    long now = System.nanoTime();
    long next = nextLogNanos.get();
    if (now - next >= 0 && nextLogNanos.compareAndSet(next, now + LOG_INTERVAL.toNanos())) {
      LOG.warn(
          "registry_unavailable nothing is lost, judging goes on when it answers; next_try_in={}"
              + " cause={}",
          PAUSE,
          e.getMessage());
    }
  }
}
