package io.gavel.judge.model;

import java.time.Duration;

/// Waits. Tests put in a double that only notes for how long.
@FunctionalInterface
public interface Pauses {
  /// Waits on the thread's own time.
  Pauses SLEEP = Thread::sleep;

  /// Waits.
  ///
  /// @param duration how long; zero or longer
  /// @throws InterruptedException when the thread is interrupted meanwhile
  void pause(Duration duration) throws InterruptedException;
}
