package io.gavel.engine;

import io.gavel.engine.ledger.PartitionLedger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// One assignment of one partition: its ledger, and the records that wait for a call. The object
/// itself is the token of the assignment: when the partition comes back after another owner had it,
/// it is another one, and whatever completes under this one is dropped. For one thread.
final class OwnedPartition {
  private final TopicPartition partition;
  private final PartitionLedger<Finished> ledger;
  private final Deque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
  private final NavigableMap<Long, Held> held = new TreeMap<>();
  private long heldBytes;

  /// What is known of a request until it is published.
  private record Held(int bytes, long timestamp) {}

  OwnedPartition(TopicPartition partition, PartitionLedger<Finished> ledger) {
    this.partition = partition;
    this.ledger = ledger;
  }

  TopicPartition partition() {
    return partition;
  }

  PartitionLedger<Finished> ledger() {
    return ledger;
  }

  /// Records were received, and everything before a position.
  ///
  /// @return how many of them have their outcome already and are skipped
  int receive(List<ConsumerRecord<byte[], byte[]>> records, long position) {
    int skipped = 0;
    for (ConsumerRecord<byte[], byte[]> source : records) {
      if (ledger.receive(source.offset())) {
        waiting.addLast(source);
        int bytes =
            Math.max(0, source.serializedKeySize()) + Math.max(0, source.serializedValueSize());
        held.put(source.offset(), new Held(bytes, source.timestamp()));
        heldBytes += bytes;
      } else {
        skipped++;
      }
    }
    ledger.advance(position);
    return skipped;
  }

  /// The next record that may go to the judge; empty where none waits, or the completed map has no
  /// room.
  Optional<ConsumerRecord<byte[], byte[]>> next() {
    ConsumerRecord<byte[], byte[]> first = waiting.peekFirst();
    if (first == null || !ledger.mayBegin(first.offset())) {
      return Optional.empty();
    }
    waiting.removeFirst();
    ledger.begin(first.offset());
    return Optional.of(first);
  }

  /// Whether records wait for a call.
  boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  /// Requests have left the ledger.
  void left(List<Finished> outcomes) {
    for (Finished finished : outcomes) {
      Held gone = held.remove(finished.source().offset());
      heldBytes -= gone == null ? 0 : gone.bytes();
    }
  }

  /// The size of the records that are received and not published.
  long heldBytes() {
    return heldBytes;
  }

  /// The timestamp of the first record that is received and not published; empty where all are, or
  /// it has none.
  OptionalLong oldestTimestamp() {
    return held.isEmpty() || held.firstEntry().getValue().timestamp() < 0
        ? OptionalLong.empty()
        : OptionalLong.of(held.firstEntry().getValue().timestamp());
  }
}
