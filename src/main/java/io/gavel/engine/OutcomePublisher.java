package io.gavel.engine;

import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApplicationRecoverableException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Publishes outcomes and the offsets they answer for in one short transaction. For one thread.
final class OutcomePublisher implements AutoCloseable {
  private static final int COMMIT_ATTEMPTS = 5;

  private final Supplier<Producer<byte[], byte[]>> producers;
  private final String feedbackTopic;
  private final Serializer<Feedback> feedbackSerializer;
  private final String deadLetterTopic;
  private final Serializer<DeadLetter> deadLetterSerializer;
  private @Nullable Producer<byte[], byte[]> producer;

  OutcomePublisher(
      Supplier<Producer<byte[], byte[]>> producers,
      String feedbackTopic,
      Serializer<Feedback> feedbackSerializer,
      String deadLetterTopic,
      Serializer<DeadLetter> deadLetterSerializer) {
    this.producers = producers;
    this.feedbackTopic = feedbackTopic;
    this.feedbackSerializer = feedbackSerializer;
    this.deadLetterTopic = deadLetterTopic;
    this.deadLetterSerializer = deadLetterSerializer;
  }

  /// Replaces the producer where there is one. The new one has the same transactional id: when this
  /// returns, the transaction of its predecessor, in this process or an earlier one, is settled.
  ///
  /// @throws KafkaException when the broker does not answer in time or refuses
  void open() {
    close();
    Producer<byte[], byte[]> opened = producers.get();
    try {
      opened.initTransactions();
    } catch (RuntimeException e) {
      opened.close(Duration.ZERO);
      throw e;
    }
    producer = opened;
  }

  /// Publishes in one transaction.
  Publication publish(
      List<Finished> outcomes,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group) {
    Producer<byte[], byte[]> open = producer;
    if (open == null) {
      return new Publication.Broken(new IllegalStateException("the producer is not open"));
    }
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(outcomes.size());
    try {
      outcomes.forEach(finished -> records.add(serialize(finished)));
    } catch (SerializationException e) {
      // The registry is down, or refuses a schema: either way it must be put right outside.
      return new Publication.Aborted(e);
    }
    List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
    try {
      open.beginTransaction();
      for (ProducerRecord<byte[], byte[]> outcome : records) {
        sent.add(open.send(outcome));
      }
      open.flush();
      List<Finished> tooLarge = tooLarge(outcomes, sent);
      if (!tooLarge.isEmpty()) {
        open.abortTransaction();
        return new Publication.TooLarge(tooLarge);
      }
      open.sendOffsetsToTransaction(offsets, group);
    } catch (RuntimeException e) {
      // Once one record was refused for its size, the producer refuses every further send.
      List<Finished> tooLarge = tooLarge(outcomes, sent);
      Publication aborted = abort(open, e);
      return aborted instanceof Publication.Aborted && !tooLarge.isEmpty()
          ? new Publication.TooLarge(tooLarge)
          : aborted;
    }
    return commit(open);
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(5));
      producer = null;
    }
  }

  private ProducerRecord<byte[], byte[]> serialize(Finished finished) {
    byte[] key = finished.source().key();
    return switch (finished.outcome()) {
      case Outcome.Scored(Feedback feedback) ->
          new ProducerRecord<>(
              feedbackTopic, key, feedbackSerializer.serialize(feedbackTopic, feedback));
      case Outcome.Dead(DeadLetter deadLetter) ->
          new ProducerRecord<>(
              deadLetterTopic, key, deadLetterSerializer.serialize(deadLetterTopic, deadLetter));
    };
  }

  private static List<Finished> tooLarge(
      List<Finished> outcomes, List<Future<RecordMetadata>> sent) {
    List<Finished> tooLarge = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      if (sent.get(i).state() == Future.State.FAILED
          && sent.get(i).exceptionNow() instanceof RecordTooLargeException) {
        tooLarge.add(outcomes.get(i));
      }
    }
    return tooLarge;
  }

  /// A commit that timed out may have been taken: it is tried again, never aborted (KIP-447 and the
  /// documentation of `commitTransaction`).
  private static Publication commit(Producer<byte[], byte[]> open) {
    for (int attempt = 1; ; attempt++) {
      try {
        open.commitTransaction();
        return new Publication.Committed();
      } catch (TimeoutException e) {
        if (attempt == COMMIT_ATTEMPTS) {
          return new Publication.Broken(e);
        }
      } catch (RuntimeException e) {
        return abort(open, e);
      }
    }
  }

  private static Publication abort(Producer<byte[], byte[]> open, RuntimeException cause) {
    if (isFatal(cause)) {
      return new Publication.Broken(cause);
    }
    try {
      open.abortTransaction();
      return new Publication.Aborted(cause);
    } catch (RuntimeException e) {
      e.addSuppressed(cause);
      return new Publication.Broken(e);
    }
  }

  private static boolean isFatal(Throwable cause) {
    return cause instanceof ProducerFencedException
        || cause instanceof InvalidProducerEpochException
        || cause instanceof ApplicationRecoverableException
        || cause instanceof AuthorizationException
        || !(cause instanceof KafkaException);
  }
}
