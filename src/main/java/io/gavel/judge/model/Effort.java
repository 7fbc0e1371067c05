package io.gavel.judge.model;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What has been spent on one question, and how much may be: calls, and time from the first one.
/// What a judge that could not be reached at all took is excused from both. For one thread.
public final class Effort {
  private final int maxCalls;
  private final Duration maxTime;
  private int calls;
  private int excusedCalls;
  private Duration excusedTime = Duration.ZERO;
  private @Nullable Instant firstCall;

  /// @param maxCalls how many calls may be made, at least 1
  /// @param maxTime how long after the first call another one may start
  public Effort(int maxCalls, Duration maxTime) {
    this.maxCalls = maxCalls;
    this.maxTime = maxTime;
  }

  /// Notes that a call starts.
  void calling(Instant now) {
    calls++;
    if (firstCall == null) {
      firstCall = now;
    }
  }

  /// Takes the last call, and a stretch of time, off the account.
  void excuse(Instant from, Instant to) {
    excusedCalls++;
    if (firstCall != null && firstCall.isBefore(to)) {
      excusedTime =
          excusedTime.plus(Duration.between(from.isBefore(firstCall) ? firstCall : from, to));
    }
  }

  /// How many calls were made, excused ones included.
  public int calls() {
    return calls;
  }

  /// When the first call started; null before it did.
  public @Nullable Instant firstCall() {
    return firstCall;
  }

  /// Whether another call may start after a pause.
  ///
  /// @param now the time
  /// @param pause the pause before it
  public boolean allows(Instant now, Duration pause) {
    if (firstCall == null) {
      return true;
    }
    Duration spent = Duration.between(firstCall, now).plus(pause).minus(excusedTime);
    return calls - excusedCalls < maxCalls && spent.compareTo(maxTime) <= 0;
  }
}
