package io.gavel.judge.pool;

import io.gavel.judge.model.JudgeModel;
import org.jspecify.annotations.Nullable;

/// Hands out permits to call the endpoints of one judge profile. Any thread may take one.
public interface EndpointPool {
  /// Waits for a permit; who waits longest gets the next one.
  ///
  /// @param avoided the endpoint that failed the same request before: it is given only where no
  ///   other has room; null where there is none
  /// @throws InterruptedException when the thread is interrupted while it waits; no permit is kept
  Permit take(@Nullable JudgeModel avoided) throws InterruptedException;

  /// Waits for a permit of any endpoint.
  ///
  /// @throws InterruptedException when the thread is interrupted while it waits; no permit is kept
  default Permit take() throws InterruptedException {
    return take(null);
  }

  /// Whether every endpoint has failed and none has answered since.
  boolean isDown();
}
