package io.gavel.judge.pool.limit;

import java.time.Duration;

/// What is known of a call from its start.
///
/// @param started when it started
/// @param inFlight the calls under way at its endpoint then, itself included
/// @param limit the endpoint's limit then
public record StartedCall(Duration started, int inFlight, int limit) {
  /// From this share on, the limit is what holds more calls back.
  private static final double NEAR = 0.9;

  /// Whether the limit was all but used up, so that the call tells something about it: what an idle
  /// server does says nothing about a higher limit.
  public boolean atLimit() {
    return inFlight >= Math.floor(NEAR * limit);
  }
}
