package io.gavel.judge.model;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Exponential backoff with full jitter: the pause before retry n (from 0) is uniform between zero
/// and `first * 2^n`, `longest` at most. Source: Brooker, "Exponential Backoff And Jitter", AWS
/// Architecture Blog, 2015.
///
/// @param first the longest first pause
/// @param longest the longest pause
/// @param jitter the source of chance; any thread may draw from it
public record Backoff(Duration first, Duration longest, RandomGenerator jitter) {
  /// More doublings than this never matter: 2^30 milliseconds are 12 days.
  private static final int MAX_DOUBLINGS = 30;

  /// A pause.
  ///
  /// @param retry how many pauses there were before
  public Duration pause(int retry) {
    return Duration.ofMillis(jitter.nextLong(bound(retry).toMillis() + 1));
  }

  /// The longest pause there can be.
  ///
  /// @param retry how many pauses there were before
  public Duration bound(int retry) {
    Duration doubled = first.multipliedBy(1L << Math.min(retry, MAX_DOUBLINGS));
    return doubled.compareTo(longest) < 0 ? doubled : longest;
  }
}
