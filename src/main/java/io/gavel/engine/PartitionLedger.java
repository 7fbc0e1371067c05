package io.gavel.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// What one assignment of one partition has received and finished, and how far its outcomes can be
/// published: up to the first request that is still under way. For one thread.
///
/// Offsets have holes (control records, compaction), so the ledger is about offsets that were
/// received and never assumes the next one. A new assignment gets a new ledger: the ledger itself
/// is the token that tells a completion of this assignment from one of an earlier.
///
/// @param <T> what is kept of a finished request until it is published
final class PartitionLedger<T> {
  private final TreeMap<Long, Entry<T>> entries = new TreeMap<>();
  private long nextExpected = Long.MIN_VALUE;
  private long publishedBelow = Long.MIN_VALUE;

  private sealed interface Entry<T> {
    record UnderWay<T>() implements Entry<T> {}

    record Finished<T>(T outcome) implements Entry<T> {}
  }

  /// What can be published together.
  ///
  /// @param outcomes in the order of their offsets; not empty
  /// @param nextOffset the offset to commit with them: everything before it is then published
  record Publishable<T>(List<T> outcomes, long nextOffset) {}

  /// A record of the partition was received.
  ///
  /// @throws IllegalArgumentException when the offset is not above every earlier one
  void receive(long offset) {
    if (offset < nextExpected) {
      throw new IllegalArgumentException(
          "offset %d was received after %d".formatted(offset, nextExpected - 1));
    }
    nextExpected = offset + 1;
    entries.put(offset, new Entry.UnderWay<>());
  }

  /// A received request is finished, or finished anew with another outcome. One that is published
  /// already, by another owner of the partition, stays so.
  ///
  /// @throws IllegalArgumentException when the offset was never received
  void finish(long offset, T outcome) {
    if (offset < publishedBelow) {
      return;
    }
    if (entries.replace(offset, new Entry.Finished<>(outcome)) == null) {
      throw new IllegalArgumentException("offset " + offset + " is not in the ledger");
    }
  }

  /// What can be published now: the finished outcomes before the first request under way, at most
  /// `limit` of them; empty where there are none. Changes nothing.
  Optional<Publishable<T>> publishable(int limit) {
    List<T> outcomes = new ArrayList<>();
    long nextOffset = 0;
    for (Map.Entry<Long, Entry<T>> entry : entries.entrySet()) {
      if (outcomes.size() == limit || !(entry.getValue() instanceof Entry.Finished<T>(T outcome))) {
        break;
      }
      outcomes.add(outcome);
      nextOffset = entry.getKey() + 1;
    }
    return outcomes.isEmpty()
        ? Optional.empty()
        : Optional.of(new Publishable<>(outcomes, nextOffset));
  }

  /// Everything before an offset is published: it leaves the ledger.
  ///
  /// @return the outcomes that left, in the order of their offsets
  List<T> published(long nextOffset) {
    publishedBelow = Math.max(publishedBelow, nextOffset);
    NavigableMap<Long, Entry<T>> leaving = entries.headMap(nextOffset, false);
    List<T> outcomes = new ArrayList<>();
    for (Entry<T> entry : leaving.values()) {
      if (entry instanceof Entry.Finished<T>(T outcome)) {
        outcomes.add(outcome);
      }
    }
    leaving.clear();
    return outcomes;
  }

  /// How many records are in the ledger: under way, or finished and not yet published.
  int size() {
    return entries.size();
  }
}
