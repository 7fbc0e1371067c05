package io.gavel.engine;

import io.gavel.engine.ledger.Publishable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// The partitions this worker owns. One that was just assigned is closed until it is known what its
/// last owner committed: nothing of it is read before. For one thread.
final class Assignment {
  private final SequencedMap<TopicPartition, OwnedPartition> open = new LinkedHashMap<>();
  private final Set<TopicPartition> closed = new HashSet<>();

  /// What one transaction publishes: outcomes and offsets of the same moment.
  ///
  /// @param parts by assignment; not empty
  record Snapshot(Map<OwnedPartition, Publishable<Finished>> parts) {
    /// The outcomes of all.
    List<Finished> outcomes() {
      List<Finished> outcomes = new ArrayList<>();
      parts.values().forEach(part -> outcomes.addAll(part.outcomes()));
      return outcomes;
    }

    /// The offsets that answer for them, each with its completed map.
    Map<TopicPartition, OffsetAndMetadata> offsets() {
      Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
      parts.forEach((owned, part) ->
          offsets.put(
              owned.partition(), new OffsetAndMetadata(part.completed().watermark(), part.map())));
      return offsets;
    }
  }

  /// Partitions were assigned: they are closed at first.
  void assign(Collection<TopicPartition> partitions) {
    partitions.forEach(open::remove);
    closed.addAll(partitions);
  }

  /// The partitions that are assigned and closed.
  Set<TopicPartition> closed() {
    return Set.copyOf(closed);
  }

  /// What the last owner committed is known.
  void open(OwnedPartition owned) {
    closed.remove(owned.partition());
    open.put(owned.partition(), owned);
  }

  /// Partitions are no longer assigned.
  void remove(Collection<TopicPartition> partitions) {
    partitions.forEach(open::remove);
    closed.removeAll(partitions);
  }

  /// Whether an assignment is still the one that holds.
  boolean owns(OwnedPartition owned) {
    return open.get(owned.partition()) == owned;
  }

  /// The open partition whose turn it is; its next turn comes after that of all others. So none
  /// waits for ever for a call, however few calls end between two turns of the loop.
  ///
  /// @throws java.util.NoSuchElementException when none is open
  OwnedPartition nextInTurn() {
    OwnedPartition next = open.firstEntry().getValue();
    open.putLast(next.partition(), next);
    return next;
  }

  /// The open partitions.
  Collection<OwnedPartition> all() {
    return open.values();
  }

  /// An open partition; empty where it is closed or not assigned.
  Optional<OwnedPartition> find(TopicPartition partition) {
    return Optional.ofNullable(open.get(partition));
  }

  /// How many records are received and not yet published.
  int held() {
    return open.values().stream().mapToInt(owned -> owned.ledger().size()).sum();
  }

  /// How many of them are finished.
  int finished() {
    return open.values().stream().mapToInt(owned -> owned.ledger().finished()).sum();
  }

  /// The size of the records that are received and not yet published.
  long heldBytes() {
    return open.values().stream().mapToLong(OwnedPartition::heldBytes).sum();
  }

  /// What can be published now; empty where there is nothing.
  ///
  /// @param limit outcomes of one partition at most
  Optional<Snapshot> publishable(int limit) {
    Map<OwnedPartition, Publishable<Finished>> parts = new LinkedHashMap<>();
    open.values()
        .forEach(
            owned -> owned.ledger().publishable(limit).ifPresent(part -> parts.put(owned, part)));
    return parts.isEmpty() ? Optional.empty() : Optional.of(new Snapshot(parts));
  }
}
