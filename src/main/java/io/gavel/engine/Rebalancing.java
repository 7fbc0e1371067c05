package io.gavel.engine;

import io.gavel.metric.EngineMeters;
import java.time.Duration;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens when partitions come and go. Called by the consumer, within the loop's poll.
///
/// @param consumer whose partitions they are
/// @param assignment what is owned
/// @param calls the calls under way
/// @param publishing publishes what is finished before partitions go
/// @param meters counts
record Rebalancing(
    Consumer<?, ?> consumer,
    Assignment assignment,
    Calls calls,
    Publishing publishing,
    EngineMeters meters)
    implements ConsumerRebalanceListener {
  private static final Logger LOG = LoggerFactory.getLogger(Rebalancing.class);

  /// The group waits for this worker meanwhile; no call is waited for.
  private static final Duration FLUSH = Duration.ofSeconds(30);

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    if (partitions.isEmpty()) {
      return;
    }
    meters.rebalances("assigned").increment();
    assignment.assign(partitions);
    consumer.pause(partitions);
    LOG.info("partitions_assigned partitions={}", partitions);
  }

  /// Publishes what is finished, and drops the rest: its next owner judges it again.
  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    if (partitions.isEmpty()) {
      return;
    }
    meters.rebalances("revoked").increment();
    enter(calls, assignment, meters, Duration.ZERO);
    publishing.flush(FLUSH);
    drop(partitions);
    LOG.info("partitions_revoked partitions={}", partitions);
  }

  /// Publishes nothing: another worker owns them already.
  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    meters.rebalances("lost").increment();
    drop(partitions);
    LOG.warn("partitions_lost partitions={}", partitions);
  }

  private void drop(Collection<TopicPartition> partitions) {
    assignment.remove(partitions);
    calls.cancel(owned -> !assignment.owns(owned));
  }

  /// Enters what is finished into the ledgers; what finished under an assignment that is over is
  /// dropped.
  ///
  /// @param longest how long it waits for the first of it
  static void enter(Calls calls, Assignment assignment, EngineMeters meters, Duration longest) {
    for (Finished finished : calls.take(longest)) {
      OwnedPartition owned = finished.partition();
      if (!assignment.owns(owned)) {
        meters.duplicatesPrevented("assignment_over", 1);
      } else if (!owned.ledger().finish(finished.source().offset(), finished)) {
        meters.duplicatesPrevented("already_published", 1);
      }
    }
  }
}
