package io.gavel.engine.ledger;

import java.util.List;

/// Which requests of a partition have their outcome: all before the watermark, and some beyond it.
///
/// It speaks of offsets that were received. Holes in a partition (control records, compaction)
/// below the watermark count as completed, since they never come; beyond it they do not.
///
/// @param watermark the first offset that is not completed: where the next owner reads on
/// @param beyond the completed offsets above the watermark: ascending ranges that neither overlap
///   nor touch
public record CompletedOffsets(long watermark, List<OffsetRange> beyond) {
  /// Checks and copies.
  public CompletedOffsets {
    beyond = List.copyOf(beyond);
    long end = watermark;
    for (OffsetRange range : beyond) {
      if (range.from() <= end) {
        throw new IllegalArgumentException(
            "completed offsets [%d, %d) do not lie beyond %d"
                .formatted(range.from(), range.to(), end));
      }
      end = range.to();
    }
    if (watermark < 0) {
      throw new IllegalArgumentException("the watermark " + watermark + " is below 0");
    }
  }

  /// Everything before an offset, and nothing beyond.
  public static CompletedOffsets below(long watermark) {
    return new CompletedOffsets(watermark, List.of());
  }

  /// Whether the request at an offset has its outcome.
  public boolean contains(long offset) {
    return offset < watermark
        || beyond.stream().anyMatch(range -> range.from() <= offset && offset < range.to());
  }

  /// The first offset after all completed ones.
  public long end() {
    return beyond.isEmpty() ? watermark : beyond.getLast().to();
  }
}
