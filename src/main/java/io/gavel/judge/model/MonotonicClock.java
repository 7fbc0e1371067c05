package io.gavel.judge.model;

import java.time.Duration;

/// A clock for durations: it never goes back and knows nothing of the time of day, so setting the
/// machine's clock neither prolongs a pause nor ends a budget. Any thread may read it.
@FunctionalInterface
public interface MonotonicClock {
  /// The time since a moment that stays the same for this clock.
  Duration elapsed();

  /// The system's, by [System#nanoTime].
  static MonotonicClock system() {
    long origin = System.nanoTime();
    return () -> Duration.ofNanos(System.nanoTime() - origin);
  }
}
