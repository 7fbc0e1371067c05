package io.gavel.bench.load;

/// The simulated pool of judges behind a contestant, and what it saw. Any number of threads may
/// call it.
public interface Pool {
  /// Judges one request: blocks as long as that takes.
  ///
  /// @param id the request's id
  void serve(String id) throws InterruptedException;

  /// When the first request came, by [System#nanoTime].
  ///
  /// @throws IllegalStateException when none came
  long firstCallNanos();
}
