package io.gavel.cli.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Sends records that belong together in one transaction, all or none. For one thread.
public final class RecordTransactions implements AutoCloseable {
  private static final int COMMIT_ATTEMPTS = 3;

  private final Producer<byte[], byte[]> producer;
  private final String servers;

  /// @param producer of transactions, not initialized; closed with this
  /// @param servers the brokers, for messages
  public RecordTransactions(Producer<byte[], byte[]> producer, String servers) {
    this.producer = producer;
    this.servers = servers;
  }

  /// Records that are sent together or not at all.
  ///
  /// @param id tells it from the others
  /// @param records at least one
  public record Entry(String id, List<ProducerRecord<byte[], byte[]>> records) {
    /// Copies.
    public Entry {
      records = List.copyOf(records);
    }
  }

  /// Ends every earlier run: when this returns, what it sent is settled, and it sends no more.
  ///
  /// @throws ClusterException when the brokers do not answer
  public void begin() {
    try {
      producer.initTransactions();
    } catch (KafkaException e) {
      throw failed(e);
    }
  }

  /// Sends in one transaction; where one is too large to be sent, in one for each.
  ///
  /// @return those that are too large to be sent; all others are sent
  /// @throws TakenOverException when a later run has begun
  /// @throws ClusterException when it failed; then none of them is sent, or, where the commit was
  ///   not answered, all are
  public List<Entry> publish(List<Entry> entries) {
    if (attempt(entries)) {
      return List.of();
    }
    if (entries.size() == 1) {
      return entries;
    }
    return entries.stream().filter(entry -> !attempt(List.of(entry))).toList();
  }

  /// How many partitions a topic has.
  ///
  /// @throws ClusterException when the brokers do not answer
  public int partitions(String topic) {
    try {
      return producer.partitionsFor(topic).size();
    } catch (KafkaException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }

  /// Whether they are sent; false where something is too large, and then none is.
  private boolean attempt(List<Entry> entries) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try {
      producer.beginTransaction();
      @Nullable KafkaException refused = send(entries, sent);
      producer.flush();
      if (sent.stream().anyMatch(RecordTransactions::isTooLarge)) {
        producer.abortTransaction();
        return false;
      }
      if (refused != null) {
        throw refused;
      }
      commit();
      return true;
    } catch (KafkaException e) {
      throw failed(e);
    }
  }

  /// Sends up to the first that the producer does not take, and says why; null where it takes all.
  /// After one that is too large it refuses all that come.
  private @Nullable KafkaException send(List<Entry> entries, List<Future<RecordMetadata>> sent) {
    try {
      for (Entry entry : entries) {
        for (ProducerRecord<byte[], byte[]> record : entry.records()) {
          sent.add(producer.send(record));
        }
      }
      return null;
    } catch (KafkaException e) {
      return e;
    }
  }

  /// A commit that timed out may have been taken: it is tried again, never aborted.
  private void commit() {
    for (int attempt = 1; ; attempt++) {
      try {
        producer.commitTransaction();
        return;
      } catch (TimeoutException e) {
        if (attempt == COMMIT_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private RuntimeException failed(KafkaException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProducerFencedException
          || cause instanceof InvalidProducerEpochException) {
        return new TakenOverException(e);
      }
    }
    return new ClusterException(
        "sending to %s failed: %s; run it again: what was sent is not sent twice"
            .formatted(servers, Causes.line(e)),
        e);
  }

  private static boolean isTooLarge(Future<RecordMetadata> sent) {
    return sent.state() == Future.State.FAILED
        && sent.exceptionNow() instanceof RecordTooLargeException;
  }
}
