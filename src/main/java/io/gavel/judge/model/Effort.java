package io.gavel.judge.model;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What has been spent on one request, and how much may be: calls, and time from the first one.
/// What a judge that could not be asked at all took is excused from both, and waiting for a permit
/// from the time. For one thread.
public final class Effort {
  private final Duration maxTime;
  private final MonotonicClock clock;
  private final Map<Object, Long> answeredAtRefusal = new HashMap<>();
  private long answeredAtFailure = -1;
  private int maxCalls;
  private int calls;
  private int excusedCalls;
  private int refusals;
  private Duration excusedTime = Duration.ZERO;
  private Duration excusedUntil = Duration.ZERO;
  private @Nullable Duration firstCall;
  private @Nullable JudgeModel failedAt;

  /// @param maxCalls how many calls may be made for one sample, at least 1
  /// @param maxTime how long after the first call for a sample another one may start
  /// @param clock the time
  public Effort(int maxCalls, Duration maxTime, MonotonicClock clock) {
    this.maxCalls = maxCalls;
    this.maxTime = maxTime;
    this.clock = clock;
  }

  /// One more sample is wanted, which takes one more call, and time of its own.
  public void another() {
    maxCalls++;
    excusedTime = sinceFirstCall();
    excusedUntil = clock.elapsed();
  }

  /// The time, to excuse a stretch from.
  public Duration now() {
    return clock.elapsed();
  }

  /// Notes that a call starts.
  void calling() {
    calls++;
    if (firstCall == null) {
      firstCall = clock.elapsed();
    }
  }

  /// Takes the last call off the account.
  void excuseCall() {
    excusedCalls++;
  }

  /// Takes the time since then off the account; what was already taken off stays so once.
  ///
  /// @param since a value of [#now]
  public void excuseTime(Duration since) {
    Duration now = clock.elapsed();
    if (firstCall != null) {
      Duration from = latest(latest(since, firstCall), excusedUntil);
      if (from.compareTo(now) < 0) {
        excusedTime = excusedTime.plus(now).minus(from);
      }
    }
    excusedUntil = latest(excusedUntil, now);
  }

  /// Notes that an endpoint does not take this request.
  ///
  /// @param endpoint which
  /// @param answered how many requests it has answered so far
  /// @return how often an endpoint did not take it although that endpoint had answered others since
  ///   it last did not
  int refused(Object endpoint, long answered) {
    Long before = answeredAtRefusal.put(endpoint, answered);
    if (before != null && before < answered) {
      refusals++;
    }
    return before != null && before < answered ? refusals : 0;
  }

  /// Notes that a call failed that another one might not have.
  ///
  /// @param answered how many requests the pool has answered so far
  /// @return whether it had answered others since this request failed last
  public boolean failedBesideAnswers(long answered) {
    boolean beside = answeredAtFailure >= 0 && answeredAtFailure < answered;
    answeredAtFailure = answered;
    return beside;
  }

  /// Notes which endpoint failed this request last.
  public void failed(JudgeModel endpoint) {
    failedAt = endpoint;
  }

  /// The endpoint that failed this request last, which the next call should not go to where another
  /// has room; null where none did.
  public @Nullable JudgeModel failedAt() {
    return failedAt;
  }

  /// How many calls were made, excused ones included.
  public int calls() {
    return calls;
  }

  /// The time since the first call started; zero before it did.
  public Duration sinceFirstCall() {
    return firstCall == null ? Duration.ZERO : clock.elapsed().minus(firstCall);
  }

  /// Whether another call may start after a pause.
  ///
  /// @param pause the pause before it
  public boolean allows(Duration pause) {
    Duration spent = sinceFirstCall().plus(pause).minus(excusedTime);
    return firstCall == null || (calls - excusedCalls < maxCalls && spent.compareTo(maxTime) <= 0);
  }

  private static Duration latest(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
