package io.gavel.engine.transaction;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
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
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Publishes outcomes and the offsets they answer for in one short transaction. For one thread.
public final class OutcomePublisher implements AutoCloseable {
  private static final int COMMIT_ATTEMPTS = 5;

  private final Supplier<Producer<byte[], byte[]>> producers;
  private @Nullable Producer<byte[], byte[]> producer;

  /// @param producers makes a producer of the one transactional id
  public OutcomePublisher(Supplier<Producer<byte[], byte[]>> producers) {
    this.producers = producers;
  }

  /// Replaces the producer where there is one. The new one has the same transactional id: when this
  /// returns, the transaction of its predecessor, in this process or an earlier one, is settled.
  ///
  /// @throws KafkaException when the broker does not answer in time or refuses
  public void open() {
    closeProducer();
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
  ///
  /// @param records the outcomes
  /// @param offsets what answers for them, of the same snapshot
  /// @param group the member that owns the partitions, for fencing (KIP-447)
  public Publication publish(
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group) {
    Producer<byte[], byte[]> open = producer;
    if (open == null) {
      return new Publication.Broken(new IllegalStateException("the producer is not open"));
    }
    try {
      open.beginTransaction();
      List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
      @Nullable RuntimeException refused = send(open, records, sent);
      open.flush();
      List<Integer> suspects = tooLarge(sent);
      if (!suspects.isEmpty()) {
        open.abortTransaction();
        List<Integer> tooLarge =
            suspects.stream()
                .filter(suspect -> suspects.size() == 1 || isTooLarge(open, records.get(suspect)))
                .toList();
        return tooLarge.isEmpty()
            ? new Publication.Aborted(new RecordTooLargeException("none is too large by itself"))
            : new Publication.TooLarge(tooLarge);
      }
      if (refused != null) {
        throw refused;
      }
      open.sendOffsetsToTransaction(offsets, group);
    } catch (RuntimeException e) {
      return abort(open, e);
    }
    return commit(open);
  }

  @Override
  public void close() {
    closeProducer();
  }

  private void closeProducer() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(5));
      producer = null;
    }
  }

  /// Sends the records up to the first that the producer does not take, and says why; null where it
  /// takes all. One record that is too large makes the producer refuse all that come after it, and
  /// what became of those before tells which it was.
  private static @Nullable RuntimeException send(
      Producer<byte[], byte[]> open,
      List<ProducerRecord<byte[], byte[]>> records,
      List<Future<RecordMetadata>> sent) {
    try {
      records.forEach(record -> sent.add(open.send(record)));
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }

  /// The indices of those that failed as too large. When one did, the producer gives up what it has
  /// not sent yet, and lets that fail of the same: each is only a suspect.
  private static List<Integer> tooLarge(List<Future<RecordMetadata>> sent) {
    return IntStream.range(0, sent.size()).filter(i -> isTooLarge(sent.get(i))).boxed().toList();
  }

  /// Whether a record is too large by itself: it is sent alone, in a transaction that is aborted.
  private static boolean isTooLarge(
      Producer<byte[], byte[]> open, ProducerRecord<byte[], byte[]> record) {
    open.beginTransaction();
    Future<RecordMetadata> sent = open.send(record);
    open.flush();
    open.abortTransaction();
    return isTooLarge(sent);
  }

  private static boolean isTooLarge(Future<RecordMetadata> sent) {
    return sent.state() == Future.State.FAILED
        && sent.exceptionNow() instanceof RecordTooLargeException;
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
