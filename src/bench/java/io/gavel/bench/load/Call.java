package io.gavel.bench.load;

/// One simulated call that got a slot.
///
/// @param startNanos when it got the slot, by [System#nanoTime]
/// @param latencyNanos how long the simulated judge works on it
public record Call(long startNanos, long latencyNanos) {
  /// How much of the simulated work lies between two moments, in nanoseconds.
  long within(long fromNanos, long toNanos) {
    long end = startNanos + latencyNanos;
    return Math.max(0, Math.min(end, toNanos) - Math.max(startNanos, fromNanos));
  }
}
