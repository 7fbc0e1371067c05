package io.gavel.judge.pool;

import io.gavel.judge.model.Backoff;
import io.gavel.judge.model.JudgeModel;
import io.gavel.judge.pool.limit.Limit;
import io.gavel.judge.pool.limit.ServerQueue;
import io.gavel.judge.pool.limit.StartedCall;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the pool knows of one endpoint: its calls under way, its limit, its breaker, and until when
/// it asked to be left alone. Guarded by the pool's lock.
///
/// A server that refuses a call while others of ours are under way gets fewer: their end makes
/// room. One that refuses although none is under way cannot be helped by a lower limit, and is left
/// alone for longer and longer. After any such rest, or when its breaker closes, it gets one call,
/// and with every answer one more: it does not get everything at once that piled up.
///
/// Calls that fail while its breaker is not closed say that it is down, not how much it takes, and
/// leave the limit as it is. One that comes back has at least the limit of a new endpoint.
final class Endpoint {
  private static final int ALL = Integer.MAX_VALUE;

  /// A call under way.
  ///
  /// @param started what is known from its start
  /// @param stage in which stage of the breaker it began
  /// @param failures how many calls had failed before
  record Call(StartedCall started, int stage, int failures) {}

  private final String name;
  private final JudgeModel model;
  private final Function<Duration, Limit> limits;
  private final Backoff rests;
  private final Consumer<BreakerState> transitions;
  private Limit limit;
  private Breaker breaker = Breaker.closed();
  private int stage;
  private boolean probing;
  private int inFlight;
  private int ramp = ALL;
  private int failures;
  private boolean failing;
  private boolean refusing;
  private int refusedIdle;
  private Duration restsUntil = Duration.ZERO;
  private @Nullable String restCause;

  /// @param name its base URL without credentials
  /// @param model what is asked
  /// @param limits makes a limit of which nothing is known yet, given the time
  /// @param now the time
  /// @param rests how long it is left alone; taken without jitter
  /// @param transitions is told each state that the breaker enters
  Endpoint(
      String name,
      JudgeModel model,
      Function<Duration, Limit> limits,
      Duration now,
      Backoff rests,
      Consumer<BreakerState> transitions) {
    this.name = name;
    this.model = model;
    this.limits = limits;
    this.limit = limits.apply(now);
    this.rests = rests;
    this.transitions = transitions;
  }

  String name() {
    return name;
  }

  JudgeModel model() {
    return model;
  }

  boolean hasRoom(Duration now) {
    become(breaker.at(now), now);
    return now.compareTo(restsUntil) >= 0
        && switch (breaker) {
          case Breaker.Closed _ -> inFlight < Math.min(limit.value(), ramp);
          case Breaker.HalfOpen _ -> !probing;
          case Breaker.Open _ -> false;
        };
  }

  /// When it may be called although no call ends; null where that is not a matter of time.
  @Nullable Duration freeAt() {
    Duration free = breaker instanceof Breaker.Open open ? open.until() : Duration.ZERO;
    Duration later = free.compareTo(restsUntil) > 0 ? free : restsUntil;
    return later.isZero() ? null : later;
  }

  boolean isProbed() {
    return breaker.state() == BreakerState.HALF_OPEN;
  }

  boolean isHealthy() {
    return breaker.state() == BreakerState.CLOSED;
  }

  /// Whether it has failed or refused and not answered since.
  boolean isFailing() {
    return failing || refusing || !isHealthy();
  }

  /// The share of what it may have that it has.
  double load() {
    return inFlight / (double) Math.min(limit.value(), ramp);
  }

  int inFlight() {
    return inFlight;
  }

  int limit() {
    return limit.value();
  }

  BreakerState state() {
    return breaker.state();
  }

  /// Why it gets fewer calls than its limit; null where it does not.
  @Nullable String cause(Duration now) {
    return switch (breaker) {
      case Breaker.Open open -> open.cause();
      case Breaker.HalfOpen halfOpen -> halfOpen.cause();
      case Breaker.Closed _ -> now.compareTo(restsUntil) < 0 ? restCause : null;
    };
  }

  /// How it is doing.
  EndpointStatus status(String profile, Duration now) {
    return new EndpointStatus(profile, name, state(), limit(), inFlight, cause(now));
  }

  Call call(Duration now) {
    inFlight++;
    probing = isProbed();
    return new Call(new StartedCall(now, inFlight, limit.value()), stage, failures);
  }

  void succeeded(Call call, Duration now) {
    inFlight--;
    limit.answered(call.started(), now);
    refusing = false;
    refusedIdle = 0;
    if (call.failures() == failures) {
      failing = false;
    }
    if (ramp < ALL) {
      ramp = ramp + 1 < limit.value() ? ramp + 1 : ALL;
    }
    if (call.stage() == stage) {
      become(breaker.succeeded(), now);
    }
  }

  void ignored(Call call) {
    inFlight--;
    if (call.stage() == stage) {
      probing = false;
    }
  }

  void dropped(Call call, Drop why, Duration now) {
    inFlight--;
    switch (why) {
      case Drop.Overloaded overloaded -> {
        limit.refused(call.started(), now);
        refused(overloaded, now);
        if (call.stage() == stage) {
          probing = false;
        }
      }
      case Drop.Failed failed -> {
        if (isHealthy()) {
          limit.failed(call.started(), now);
        }
        failed(call, failed.detail(), false, now);
      }
      case Drop.Doubtful doubtful -> failed(call, doubtful.detail(), false, now);
      case Drop.Misconfigured misconfigured -> failed(call, misconfigured.detail(), true, now);
    }
  }

  void observed(ServerQueue queue, Duration now) {
    limit.observed(queue, inFlight, now);
  }

  private void refused(Drop.Overloaded why, Duration now) {
    refusing = true;
    if (inFlight == 0) {
      rest(rests.bound(refusedIdle++), why.detail() + " although it had nothing else of ours", now);
    }
    if (why.retryAfter().isPositive()) {
      rest(why.retryAfter(), why.detail() + " and asked to be left alone", now);
    }
  }

  private void rest(Duration duration, String why, Duration now) {
    Duration until = now.plus(duration);
    if (until.compareTo(restsUntil) > 0) {
      restsUntil = until;
      restCause = why;
    }
    ramp = 1;
  }

  private void failed(Call call, String why, boolean atOnce, Duration now) {
    failing = true;
    failures++;
    if (call.stage() == stage) {
      become(breaker.failed(why, atOnce, now, rests), now);
    }
  }

  private void become(Breaker next, Duration now) {
    BreakerState before = breaker.state();
    breaker = next;
    if (next.state() != before) {
      stage++;
      probing = false;
      if (isHealthy()) {
        ramp = 1;
        Limit fresh = limits.apply(now);
        limit = fresh.value() > limit.value() ? fresh : limit;
      }
      transitions.accept(next.state());
    }
  }
}
