package io.gavel.engine.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What became of the requests of one assignment of one partition. For one thread.
///
///     receive -> begin -> finish -> publishable -> published
///
/// Outcomes are published as they come, in any order: the watermark is the first offset without
/// one, and the completed map says which beyond it have theirs. Offsets have holes (control
/// records, compaction), so the ledger is about offsets that were received and never assumes the
/// next one. A new assignment gets a new ledger, and that begins with what the last owner
/// committed.
///
/// The map has a limit, the broker's `offset.metadata.max.bytes`. It is kept by two rules. Above
/// [#FULL] of it only what lies within the map, or moves the watermark, is begun. And a snapshot
/// whose map would be longer than the limit takes fewer outcomes: the others wait for the watermark
/// to move, in memory. So the map is never dropped or cut, and nothing is ever published twice
/// for want of room.
///
/// @param <T> what is kept of a finished request until it is published
public final class PartitionLedger<T> {
  /// The share of the map's limit from which on nothing that makes it longer is begun.
  public static final double FULL = 0.75;

  private final int maxMapLength;
  private final TreeMap<Long, Entry<T>> open = new TreeMap<>();
  private final OffsetSet completed;
  private long completedBelow;
  private long nextPosition;
  private int mapLength;
  private int finished;

  private sealed interface Entry<T> {
    record Received<T>() implements Entry<T> {}

    record InFlight<T>() implements Entry<T> {}

    record Finished<T>(T outcome) implements Entry<T> {}
  }

  /// @param committed what the last owner committed; of a partition without an owner before,
  ///   everything below the first offset that can be read
  /// @param maxMapLength the longest text beside an offset, in characters
  public PartitionLedger(CompletedOffsets committed, int maxMapLength) {
    this.maxMapLength = maxMapLength;
    this.completed = new OffsetSet(committed.beyond());
    this.completedBelow = committed.watermark();
    this.nextPosition = committed.watermark();
    this.mapLength = CompletedMap.write(committed).length();
  }

  /// A record of the partition was received.
  ///
  /// @return false where it has its outcome already, from an earlier owner: it is to be skipped
  /// @throws IllegalArgumentException when the offset is not above every earlier one
  public boolean receive(long offset) {
    if (offset < nextPosition) {
      throw new IllegalArgumentException(
          "offset %d was received after %d: was the partition truncated, or made anew?"
              .formatted(offset, nextPosition - 1));
    }
    nextPosition = Math.max(nextPosition, offset + 1);
    if (isCompleted(offset)) {
      return false;
    }
    open.put(offset, new Entry.Received<>());
    return true;
  }

  /// Everything before a position was received, or never comes.
  public void advance(long position) {
    nextPosition = Math.max(nextPosition, position);
  }

  /// Whether a received request may go to the judge now, as far as the map's length allows.
  public boolean mayBegin(long offset) {
    return mapLength < FULL * maxMapLength || offset < completed.end() || open.firstKey() == offset;
  }

  /// A received request goes to the judge.
  ///
  /// @throws IllegalArgumentException when the offset was not received or is with the judge already
  public void begin(long offset) {
    if (!(open.get(offset) instanceof Entry.Received<T>)) {
      throw new IllegalArgumentException("offset " + offset + " does not wait in the ledger");
    }
    open.put(offset, new Entry.InFlight<>());
  }

  /// A request is finished, or finished anew with another outcome.
  ///
  /// @return false where it has its outcome already: this one is to be dropped
  /// @throws IllegalArgumentException when the offset was never received
  public boolean finish(long offset, T outcome) {
    if (isCompleted(offset)) {
      return false;
    }
    Entry<T> before = open.replace(offset, new Entry.Finished<>(outcome));
    if (before == null) {
      throw new IllegalArgumentException("offset " + offset + " is not in the ledger");
    }
    if (!(before instanceof Entry.Finished<T>)) {
      finished++;
    }
    return true;
  }

  /// What can be published now; empty where there is nothing, or no room for more beside the
  /// offset. Changes nothing.
  ///
  /// @param limit outcomes at most, at least 1
  public Optional<Publishable<T>> publishable(int limit) {
    if (finished == 0) {
      return Optional.empty();
    }
    List<T> outcomes = new ArrayList<>();
    List<Long> offsets = new ArrayList<>();
    for (Map.Entry<Long, Entry<T>> entry : open.entrySet()) {
      if (outcomes.size() == limit || outcomes.size() == finished) {
        break;
      }
      if (entry.getValue() instanceof Entry.Finished<T>(T outcome)) {
        outcomes.add(outcome);
        offsets.add(entry.getKey());
      }
    }
    // The lowest first: those move the watermark, which shortens the map.
    for (int count = outcomes.size(); count > 0; count /= 2) {
      List<Long> some = offsets.subList(0, count);
      CompletedOffsets after = completedWith(some);
      String map = CompletedMap.write(after);
      if (map.length() <= maxMapLength) {
        return Optional.of(new Publishable<>(outcomes.subList(0, count), some, after, map));
      }
    }
    return Optional.empty();
  }

  /// A transaction with this is committed.
  public void published(Publishable<T> publishable) {
    publishable.offsets().forEach(this::complete);
    trim();
    mapLength = publishable.map().length();
  }

  /// What is committed was read again, after a transaction of which it was not known whether it
  /// was: what it completed leaves the ledger.
  ///
  /// @return the outcomes that left, in the order of their offsets
  public List<T> settle(CompletedOffsets committed) {
    List<T> left = new ArrayList<>();
    for (long offset : List.copyOf(open.headMap(committed.end(), false).keySet())) {
      if (committed.contains(offset) && complete(offset) instanceof Entry.Finished<T>(T outcome)) {
        left.add(outcome);
      }
    }
    trim();
    mapLength = CompletedMap.write(committed).length();
    return left;
  }

  /// The first offset without an outcome that is published.
  public long watermark() {
    return completed.firstMissing(open.isEmpty() ? nextPosition : open.firstKey());
  }

  /// How many offsets the watermark is behind what was received; 0 where all is published.
  public long watermarkLag() {
    return Math.max(0, nextPosition - watermark());
  }

  /// How many requests are received and not yet published.
  public int size() {
    return open.size();
  }

  /// How many of those are finished.
  public int finished() {
    return finished;
  }

  /// The length of the map last committed, in characters.
  public int mapLength() {
    return mapLength;
  }

  private boolean isCompleted(long offset) {
    return offset < completedBelow || completed.contains(offset);
  }

  private CompletedOffsets completedWith(List<Long> offsets) {
    OffsetSet after = completed.copy();
    offsets.forEach(after::add);
    long first = nextPosition;
    for (long offset : open.keySet()) {
      if (!after.contains(offset)) {
        first = offset;
        break;
      }
    }
    long watermark = after.firstMissing(first);
    after.removeBelow(watermark);
    return new CompletedOffsets(watermark, after.ranges());
  }

  private @Nullable Entry<T> complete(long offset) {
    Entry<T> entry = open.remove(offset);
    if (entry instanceof Entry.Finished<T>) {
      finished--;
    }
    completed.add(offset);
    return entry;
  }

  private void trim() {
    completedBelow = Math.max(completedBelow, watermark());
    completed.removeBelow(completedBelow);
  }
}
