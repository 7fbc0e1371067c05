package io.gavel.engine;

import io.gavel.engine.transaction.OutcomePublisher;
import io.gavel.engine.transaction.Publication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

/// The thread on which the producer is opened and transactions run. What it is asked it does one
/// after the other; the loop asks for one thing at a time.
final class PublisherThread implements AutoCloseable {
  private static final Duration LAST = Duration.ofSeconds(5);

  private final OutcomePublisher publisher;
  private final JudgeCall judging;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("outcome-publisher").daemon().factory());

  /// How a transaction ended.
  ///
  /// @param publication what became of it
  /// @param smaller in place of the outcomes that were too large
  record Ended(Publication publication, List<Finished> smaller) {
    /// A defect: nothing is known of the transaction.
    static Ended broken(Throwable cause) {
      return new Ended(new Publication.Broken(new IllegalStateException(cause)), List.of());
    }
  }

  /// @param publisher runs a transaction
  /// @param judging makes outcomes smaller
  PublisherThread(OutcomePublisher publisher, JudgeCall judging) {
    this.publisher = publisher;
    this.judging = judging;
  }

  /// Opens the producer, in place of the one that is open.
  Future<?> open() {
    return thread.submit(publisher::open);
  }

  /// Publishes.
  ///
  /// @param snapshot the outcomes and their offsets
  /// @param group the member that owns the partitions
  Future<Ended> publish(Assignment.Snapshot snapshot, ConsumerGroupMetadata group) {
    return thread.submit(() -> transaction(snapshot, group));
  }

  /// Waits for what is under way, at most [#LAST], and closes the producer.
  @Override
  public void close() {
    thread.shutdown();
    if (!ended()) {
      thread.shutdownNow();
      ended();
    }
    publisher.close();
  }

  private boolean ended() {
    try {
      return thread.awaitTermination(LAST.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Ended transaction(Assignment.Snapshot snapshot, ConsumerGroupMetadata group)
      throws InterruptedException {
    List<Finished> outcomes = snapshot.outcomes();
    Publication publication =
        publisher.publish(
            outcomes.stream().map(Finished::record).toList(), snapshot.offsets(), group);
    List<Finished> smaller = new ArrayList<>();
    if (publication instanceof Publication.TooLarge(List<Integer> indices)) {
      for (int index : indices) {
        smaller.add(judging.smaller(outcomes.get(index)));
      }
    }
    return new Ended(publication, smaller);
  }
}
