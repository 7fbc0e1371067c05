package io.gavel.engine;

import io.gavel.engine.ledger.CompletedOffsets;
import io.gavel.engine.ledger.Publishable;
import io.gavel.engine.transaction.Publication;
import io.gavel.metric.EngineMeters;
import io.gavel.topic.KafkaFailures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes what is finished, one short transaction after the other, on a thread of its own, so
/// that the loop polls and begins calls meanwhile. Everything here is called by the loop's thread.
///
///     CLOSED --a producer is open--> UNSETTLED --what was committed is known--> OPEN
///        ^------------------ the producer broke -----------------------------------'
final class Publishing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Publishing.class);
  private static final int OUTCOMES_PER_PARTITION = 1_000;

  /// So many finished outcomes are published without waiting for the interval to end.
  private static final int BATCH = 2_000;

  private static final int FAILURES_IN_A_ROW = 3;
  private static final Duration SETTLING = Duration.ofSeconds(1);

  private final PublisherThread thread;
  private final Consumer<byte[], byte[]> consumer;
  private final CommittedMaps committed;
  private final Assignment assignment;
  private final EngineMeters meters;
  private final Duration interval;
  private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
  private Phase phase = Phase.CLOSED;
  private @Nullable UnderWay underWay;
  private long dueNanos = System.nanoTime();
  private String lastFailure = "";

  private enum Phase {
    CLOSED,
    UNSETTLED,
    OPEN
  }

  private sealed interface UnderWay {
    Future<?> future();

    record Opening(Future<?> future) implements UnderWay {}

    record Transaction(
        Assignment.Snapshot snapshot, Future<PublisherThread.Ended> future, long startNanos)
        implements UnderWay {}
  }

  Publishing(
      PublisherThread thread,
      Consumer<byte[], byte[]> consumer,
      CommittedMaps committed,
      Assignment assignment,
      EngineMeters meters,
      Duration interval) {
    this.thread = thread;
    this.consumer = consumer;
    this.committed = committed;
    this.assignment = assignment;
    this.meters = meters;
    this.interval = interval;
  }

  /// Whether the transactions of a predecessor with the same id are settled, so that what it
  /// committed can be read.
  boolean isReady() {
    return phase != Phase.CLOSED;
  }

  /// Why nothing can be published, once several tries in a row have failed: one alone may be a
  /// coordinator that moves. Empty where the last one was committed, or nothing is left to publish.
  Optional<String> trouble() {
    return backoff.failures() < FAILURES_IN_A_ROW ? Optional.empty() : Optional.of(lastFailure);
  }

  /// Takes up what has ended, and begins what is due.
  ///
  /// @throws KafkaException when the brokers refuse for good, such as for want of a right
  void turn() {
    if (underWay != null && underWay.future().isDone()) {
      end(underWay);
    }
    if (underWay == null && phase == Phase.OPEN && assignment.finished() == 0) {
      backoff.succeeded(); // What failed went to another worker, or was committed after all.
    }
    if (underWay == null && isDue()) {
      begin();
    }
  }

  /// One last transaction before partitions go: waits for the one under way, then publishes what is
  /// finished. What cannot be published in time is left to the next owner; a transaction that ends
  /// later is fenced by its generation.
  ///
  /// @param longest how long, in all
  void flush(Duration longest) {
    long deadlineNanos = System.nanoTime() + longest.toNanos();
    if (await(deadlineNanos) && phase == Phase.OPEN) {
      begin();
      await(deadlineNanos);
    }
  }

  /// How long the transaction under way takes already; zero where there is none.
  Duration age() {
    return underWay instanceof UnderWay.Transaction transaction
        ? Duration.ofNanos(System.nanoTime() - transaction.startNanos())
        : Duration.ZERO;
  }

  /// Waits for what is under way, and closes the producer.
  @Override
  public void close() {
    thread.close();
  }

  private boolean isDue() {
    return backoff.isDue()
        && (phase != Phase.OPEN
            || System.nanoTime() - dueNanos >= 0
            || assignment.finished() >= BATCH);
  }

  private void begin() {
    switch (phase) {
      case CLOSED -> underWay = new UnderWay.Opening(thread.open());
      case UNSETTLED -> settle();
      case OPEN -> {
        long now = System.nanoTime();
        dueNanos = now + interval.toNanos();
        Optional<Assignment.Snapshot> snapshot = assignment.publishable(OUTCOMES_PER_PARTITION);
        if (snapshot.isPresent()) {
          underWay =
              new UnderWay.Transaction(
                  snapshot.get(), thread.publish(snapshot.get(), consumer.groupMetadata()), now);
        }
      }
    }
  }

  /// Whether nothing is under way any more.
  private boolean await(long deadlineNanos) {
    UnderWay waited = underWay;
    if (waited == null) {
      return true;
    }
    try {
      waited.future().get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | CancellationException e) {
      LOG.debug("publisher_task_failed", e);
    }
    end(waited);
    return true;
  }

  private void end(UnderWay ended) {
    underWay = null;
    switch (ended) {
      case UnderWay.Opening(Future<?> future) -> {
        if (future.state() == Future.State.SUCCESS) {
          phase = Phase.UNSETTLED;
        } else {
          notOpened(future.exceptionNow());
        }
      }
      case UnderWay.Transaction(
              Assignment.Snapshot snapshot,
              Future<PublisherThread.Ended> future,
              long startNanos) ->
          ended(
              snapshot,
              future.state() == Future.State.SUCCESS
                  ? future.resultNow()
                  : PublisherThread.Ended.broken(future.exceptionNow()),
              Duration.ofNanos(System.nanoTime() - startNanos));
    }
  }

  private void ended(Assignment.Snapshot snapshot, PublisherThread.Ended ended, Duration took) {
    switch (ended.publication()) {
      case Publication.Committed() -> {
        snapshot.parts().forEach(this::published);
        backoff.succeeded();
        meters.transactions().record(took);
      }
      case Publication.TooLarge _ -> {
        meters.abortedTransactions().increment();
        ended
            .smaller()
            .forEach(finished ->
                finished.partition().ledger().finish(finished.source().offset(), finished));
      }
      case Publication.Aborted(RuntimeException cause) -> {
        meters.abortedTransactions().increment();
        LOG.warn(
            "transaction_aborted nothing is lost; next_try_in={} cause=\"{}\"",
            failed(cause),
            KafkaFailures.named(cause));
      }
      case Publication.Broken(RuntimeException cause) -> {
        meters.abortedTransactions().increment();
        phase = Phase.CLOSED;
        LOG.warn(
            "producer_broken nothing is lost; next_try_in={} cause=\"{}\"{}",
            failed(cause),
            KafkaFailures.named(cause),
            cause instanceof ProducerFencedException
                ? "; if this repeats, another worker runs with the same worker_id"
                : "");
      }
    }
  }

  private Duration failed(Throwable cause) {
    lastFailure = KafkaFailures.text(cause);
    return backoff.failed();
  }

  private void published(OwnedPartition owned, Publishable<Finished> part) {
    owned.ledger().published(part);
    left(owned, part.outcomes());
  }

  private void left(OwnedPartition owned, List<Finished> outcomes) {
    owned.left(outcomes);
    outcomes.forEach(Finished::published);
    outcomes.stream()
        .collect(
            Collectors.groupingBy(finished -> finished.outcome().code(), Collectors.counting()))
        .forEach((code, count) -> meters.outcomes(code).increment(count));
  }

  private void notOpened(Throwable cause) {
    if (!(cause instanceof RetriableException) && !KafkaFailures.isOfUnknownHosts(cause)) {
      throw cause instanceof RuntimeException e ? e : new KafkaException(cause);
    }
    LOG.warn(
        "broker_unavailable nothing is lost; next_try_in={} cause=\"{}\"",
        failed(cause),
        KafkaFailures.named(cause));
  }

  /// A new producer has settled the last transaction of its predecessor: what is committed now
  /// tells whether it was published.
  private void settle() {
    Map<TopicPartition, OwnedPartition> owned =
        assignment.all().stream()
            .collect(Collectors.toMap(OwnedPartition::partition, each -> each));
    try {
      Map<TopicPartition, CompletedOffsets> completed =
          owned.isEmpty() ? Map.of() : committed.read(owned.keySet(), SETTLING);
      completed.forEach((partition, offsets) -> {
        OwnedPartition each = owned.get(partition);
        if (each != null) {
          left(each, each.ledger().settle(offsets));
        }
      });
      phase = Phase.OPEN;
    } catch (RetriableException | UnknownMemberIdException | StaleMemberEpochException e) {
      LOG.warn(
          "broker_unavailable nothing is lost; next_try_in={} cause=\"{}\"",
          failed(e),
          KafkaFailures.named(e));
    }
  }
}
