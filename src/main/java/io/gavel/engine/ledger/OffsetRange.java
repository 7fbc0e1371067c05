package io.gavel.engine.ledger;

/// Offsets without a hole.
///
/// @param from the first, 0 or more
/// @param to the first after it, above `from`
public record OffsetRange(long from, long to) {
  /// Checks.
  public OffsetRange {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("[%d, %d) is no range of offsets".formatted(from, to));
    }
  }

  /// How many offsets.
  public long length() {
    return to - from;
  }
}
