package io.gavel.cli.replay;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Keeps what is published at a rate, so that a replay leaves judges to production. For one thread.
public final class Pace {
  private static final int LARGEST_BATCH = 500;

  private final int perSecond;
  private final LongSupplier nanoTime;
  private final Consumer<Duration> pause;
  private final long began;

  /// @param perSecond how many a second at most; 0: as fast as it goes
  /// @param nanoTime a monotonic clock
  /// @param pause waits for so long, or shorter where the command is stopped
  public Pace(int perSecond, LongSupplier nanoTime, Consumer<Duration> pause) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
    this.pause = pause;
    this.began = nanoTime.getAsLong();
  }

  /// How many go into one transaction: at most a second's worth.
  int batch() {
    return perSecond == 0 ? LARGEST_BATCH : Math.min(LARGEST_BATCH, perSecond);
  }

  /// Waits until as many may have been published.
  void after(long published) {
    if (perSecond > 0) {
      long due = Math.multiplyExact(published, 1_000_000_000L) / perSecond;
      long early = due - (nanoTime.getAsLong() - began);
      if (early > 0) {
        pause.accept(Duration.ofNanos(early));
      }
    }
  }
}
