package io.gavel.judge.pool;

/// Hands out permits to call the endpoints of one judge profile. Any thread may take one.
public interface EndpointPool {
  /// Waits for a permit; who waits longest gets the next one.
  ///
  /// @throws InterruptedException when the thread is interrupted while it waits; no permit is kept
  Permit take() throws InterruptedException;

  /// Whether every endpoint has failed and none has answered since.
  boolean isDown();
}
