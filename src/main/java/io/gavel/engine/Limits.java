package io.gavel.engine;

import io.gavel.config.EngineConfig;

/// How much the engine holds in memory: records received and not yet published.
///
/// @param heldRecords how many
/// @param heldBytes how large they are together, as they were received; one is always taken
record Limits(int heldRecords, long heldBytes) {
  /// Enough for what is finished between two transactions at any rate that one loop reaches.
  private static final int FINISHED = 10_000;

  /// A request is in memory as received, as read, as asked and as answered: four times its size.
  private static final int SHARE_OF_HEAP = 4;

  /// The limits for a heap.
  ///
  /// @param config how many are with the judges
  /// @param heapBytes the largest the heap gets
  static Limits of(EngineConfig config, long heapBytes) {
    return new Limits(2 * config.maxInFlight() + FINISHED, heapBytes / SHARE_OF_HEAP);
  }
}
