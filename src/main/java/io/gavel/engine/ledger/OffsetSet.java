package io.gavel.engine.ledger;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A set of offsets, kept as ranges: its size in memory follows its holes, not its offsets. For one
/// thread.
final class OffsetSet {
  /// Where each range ends, exclusively, by where it begins; neither overlapping nor adjacent.
  private final TreeMap<Long, Long> ends = new TreeMap<>();

  OffsetSet() {}

  OffsetSet(List<OffsetRange> ranges) {
    ranges.forEach(range -> ends.put(range.from(), range.to()));
  }

  /// An independent copy.
  OffsetSet copy() {
    OffsetSet copy = new OffsetSet();
    copy.ends.putAll(ends);
    return copy;
  }

  boolean contains(long offset) {
    Map.Entry<Long, Long> range = ends.floorEntry(offset);
    return range != null && offset < range.getValue();
  }

  /// Adds an offset; nothing happens where it is there already.
  void add(long offset) {
    Map.Entry<Long, Long> before = ends.floorEntry(offset);
    if (before != null && offset < before.getValue()) {
      return;
    }
    long from = before != null && before.getValue() == offset ? before.getKey() : offset;
    Long joined = ends.remove(offset + 1);
    ends.put(from, joined == null ? offset + 1 : joined);
  }

  /// Removes everything before an offset.
  void removeBelow(long offset) {
    Map.Entry<Long, Long> crossing = ends.lowerEntry(offset);
    if (crossing != null && crossing.getValue() > offset) {
      ends.put(offset, crossing.getValue());
    }
    ends.headMap(offset, false).clear();
  }

  /// The first offset from this one on that is not in the set.
  long firstMissing(long offset) {
    Map.Entry<Long, Long> range = ends.floorEntry(offset);
    return range != null && offset < range.getValue() ? range.getValue() : offset;
  }

  /// The first offset after all of them; 0 where there are none.
  long end() {
    return ends.isEmpty() ? 0 : ends.lastEntry().getValue();
  }

  /// The ranges, ascending.
  List<OffsetRange> ranges() {
    return ends.entrySet().stream()
        .map(range -> new OffsetRange(range.getKey(), range.getValue()))
        .toList();
  }
}
