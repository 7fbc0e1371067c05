package io.gavel.simulator.api.serving;

import java.util.concurrent.atomic.LongAdder;

/// What one replica has done since it was made. For any number of threads.
public final class ReplicaMeters {
  public final LongAdder requests = new LongAdder();
  public final LongAdder answered = new LongAdder();
  public final LongAdder refused = new LongAdder();
  public final LongAdder broken = new LongAdder();
  public final LongAdder aborted = new LongAdder();
  public final LongAdder stopped = new LongAdder();
  public final LongAdder cutOff = new LongAdder();
  public final LongAdder promptTokens = new LongAdder();
  public final LongAdder cachedTokens = new LongAdder();
  public final LongAdder generationTokens = new LongAdder();

  /// What it has done.
  ///
  /// @param requests completions that were asked for
  /// @param answered those that were answered with 200 and whole, whatever the answer says
  /// @param refused those that were answered with another status
  /// @param broken those that were never answered whole: hung, reset, truncated
  /// @param aborted those whose client was gone, or whose port was closed, before the answer
  /// @param promptTokens of all that were generated
  /// @param cachedTokens those of them that were in the prefix cache
  /// @param generationTokens of all answers
  public record Counts(
      long requests,
      long answered,
      long refused,
      long broken,
      long aborted,
      long promptTokens,
      long cachedTokens,
      long generationTokens) {}

  /// Everything so far.
  public Counts counts() {
    return new Counts(
        requests.sum(),
        answered.sum(),
        refused.sum(),
        broken.sum(),
        aborted.sum(),
        promptTokens.sum(),
        cachedTokens.sum(),
        generationTokens.sum());
  }
}
