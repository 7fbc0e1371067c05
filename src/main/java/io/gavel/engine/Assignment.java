package io.gavel.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// The partitions this worker owns, each with the ledger of its assignment. For one thread.
final class Assignment {
  private final Map<TopicPartition, PartitionLedger<Finished>> ledgers = new HashMap<>();

  /// What one transaction publishes: outcomes and offsets of the same snapshot.
  ///
  /// @param outcomes the outcomes
  /// @param offsets the offsets that answer for them
  record Snapshot(List<Finished> outcomes, Map<TopicPartition, OffsetAndMetadata> offsets) {}

  void add(Collection<TopicPartition> partitions) {
    partitions.forEach(partition -> ledgers.put(partition, new PartitionLedger<>()));
  }

  void remove(Collection<TopicPartition> partitions) {
    partitions.forEach(ledgers::remove);
  }

  boolean owns(PartitionLedger<Finished> ledger) {
    return ledgers.containsValue(ledger);
  }

  /// The ledger of a partition; empty where it is not owned.
  Optional<PartitionLedger<Finished>> ledger(TopicPartition partition) {
    return Optional.ofNullable(ledgers.get(partition));
  }

  /// The partitions owned.
  List<TopicPartition> partitions() {
    return List.copyOf(ledgers.keySet());
  }

  /// How many records are received and not yet published.
  int held() {
    return ledgers.values().stream().mapToInt(PartitionLedger::size).sum();
  }

  /// What can be published now, at most `limit` outcomes per partition; empty where there is
  /// nothing.
  Optional<Snapshot> publishable(int limit) {
    List<Finished> outcomes = new ArrayList<>();
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    ledgers.forEach((partition, ledger) ->
        ledger
            .publishable(limit)
            .ifPresent(publishable -> {
              outcomes.addAll(publishable.outcomes());
              offsets.put(partition, new OffsetAndMetadata(publishable.nextOffset()));
            }));
    return outcomes.isEmpty() ? Optional.empty() : Optional.of(new Snapshot(outcomes, offsets));
  }

  /// Offsets are committed: what stands before them leaves the ledgers.
  ///
  /// @param offsets by partition; null where nothing was ever committed
  /// @return the outcomes that left
  List<Finished> published(Map<TopicPartition, ? extends @Nullable OffsetAndMetadata> offsets) {
    List<Finished> outcomes = new ArrayList<>();
    offsets.forEach((partition, offset) -> {
      PartitionLedger<Finished> ledger = ledgers.get(partition);
      if (ledger != null && offset != null) {
        outcomes.addAll(ledger.published(offset.offset()));
      }
    });
    return outcomes;
  }
}
