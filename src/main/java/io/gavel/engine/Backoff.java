package io.gavel.engine;

import java.time.Duration;

/// When something that failed may be tried again: at once the first time, then after a pause that
/// doubles with every failure. For one thread; it reads the system's monotonic clock.
final class Backoff {
  private final Duration first;
  private final Duration longest;
  private int failures;
  private long dueNanos = System.nanoTime();

  Backoff(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
  }

  /// Whether it may be tried now.
  boolean isDue() {
    return System.nanoTime() - dueNanos >= 0;
  }

  /// It failed.
  ///
  /// @return the pause until it may be tried again
  Duration failed() {
    Duration pause = first.multipliedBy(1L << Math.min(failures, 16));
    Duration bounded = pause.compareTo(longest) < 0 ? pause : longest;
    failures++;
    dueNanos = System.nanoTime() + bounded.toNanos();
    return bounded;
  }

  /// How often it has failed in a row.
  int failures() {
    return failures;
  }

  /// It succeeded.
  void succeeded() {
    failures = 0;
  }
}
