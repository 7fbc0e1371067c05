package io.gavel.judge.pool;

import io.gavel.judge.model.Backoff;
import java.time.Duration;

/// The circuit breaker of one endpoint; immutable, each state owns its transitions.
///
/// It opens after [#FAILURES] failures in a row, or one that says that no request is taken. An open
/// one is left alone for a time that doubles with every probe that fails, then gets a single call,
/// the probe, until one succeeds. Only calls that began in the present state count: the caller
/// leaves out the others.
///
/// That is why this is our own and not Resilience4j's (2.3.0), which was tried: it cannot tell a
/// probe from a call that began before it opened, so the late answer of a call of minutes closes it
/// while the probe still hangs; and it does not tell when it lets the next call through, which the
/// pool must know to wake who waits.
sealed interface Breaker {
  /// So many failures in a row open it.
  int FAILURES = 3;

  /// A new endpoint's.
  static Breaker closed() {
    return new Closed(0);
  }

  BreakerState state();

  /// A call succeeded that began in this state.
  Breaker succeeded();

  /// A call failed that began in this state.
  ///
  /// @param cause what happened
  /// @param atOnce whether this one failure is enough
  /// @param now the time
  /// @param rests how long it stays open, by the number of openings before; without jitter
  Breaker failed(String cause, boolean atOnce, Duration now, Backoff rests);

  /// As it is now: an open one whose time is over is half open.
  default Breaker at(Duration now) {
    return this;
  }

  /// All is well, or a few failures in a row.
  ///
  /// @param failures how many
  record Closed(int failures) implements Breaker {
    @Override
    public BreakerState state() {
      return BreakerState.CLOSED;
    }

    @Override
    public Breaker succeeded() {
      return closed();
    }

    @Override
    public Breaker failed(String cause, boolean atOnce, Duration now, Backoff rests) {
      return atOnce || failures + 1 >= FAILURES
          ? new Open(now.plus(rests.bound(0)), 1, cause)
          : new Closed(failures + 1);
    }
  }

  /// Left alone.
  ///
  /// @param until until then
  /// @param openings how often it has opened without a success in between
  /// @param cause why it opened last
  record Open(Duration until, int openings, String cause) implements Breaker {
    @Override
    public BreakerState state() {
      return BreakerState.OPEN;
    }

    @Override
    public Breaker succeeded() {
      return this;
    }

    @Override
    public Breaker failed(String why, boolean atOnce, Duration now, Backoff rests) {
      return this;
    }

    @Override
    public Breaker at(Duration now) {
      return now.compareTo(until) < 0 ? this : new HalfOpen(openings, cause);
    }
  }

  /// Asked one at a time.
  ///
  /// @param openings how often it has opened without a success in between
  /// @param cause why it opened last
  record HalfOpen(int openings, String cause) implements Breaker {
    @Override
    public BreakerState state() {
      return BreakerState.HALF_OPEN;
    }

    @Override
    public Breaker succeeded() {
      return closed();
    }

    @Override
    public Breaker failed(String why, boolean atOnce, Duration now, Backoff rests) {
      return new Open(now.plus(rests.bound(openings)), openings + 1, why);
    }
  }
}
