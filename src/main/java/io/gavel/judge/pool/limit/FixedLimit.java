package io.gavel.judge.pool.limit;

import java.time.Duration;

/// A limit that stays as it is set.
///
/// @param value calls under way, at least 1
public record FixedLimit(int value) implements Limit {
  /// Checks.
  public FixedLimit {
    if (value < 1) {
      throw new IllegalArgumentException("a limit of " + value + " lets no call through");
    }
  }

  @Override
  public void answered(StartedCall call, Duration now) {}

  @Override
  public void refused(StartedCall call, Duration now) {}

  @Override
  public void failed(StartedCall call, Duration now) {}

  @Override
  public void observed(ServerQueue queue, int inFlight, Duration now) {}
}
