package io.gavel.judge.pool;

import io.gavel.judge.model.Backoff;
import io.gavel.judge.model.JudgeModel;
import io.gavel.judge.model.MonotonicClock;
import io.gavel.judge.model.Question;
import io.gavel.judge.pool.limit.Limit;
import io.gavel.judge.pool.limit.ServerQueue;
import io.gavel.metric.PoolMeters;
import io.gavel.schema.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Hands out permits to call the endpoints of one judge profile. Any thread may take one; thousands
/// may wait.
///
/// One lock guards everything and is held for the time of a few comparisons per endpoint. A permit
/// that is free goes to who is next ([WaitingLine]) within the call that freed it, and only that
/// thread is woken. Where time alone frees an endpoint (a breaker, a `Retry-After`), one of those
/// who wait keeps it.
public final class EndpointPool {
  private final ReentrantLock lock = new ReentrantLock();
  private final WaitingLine<Waiter> line = new WaitingLine<>();
  private final List<Endpoint> endpoints = new ArrayList<>();
  private final String profile;
  private final Function<Duration, Limit> limits;
  private final Backoff rests;
  private final MonotonicClock clock;
  private final PoolMeters meters;
  private @Nullable Waiter timekeeper;
  private @Nullable Duration wakesAt;

  /// A pool without endpoints.
  ///
  /// @param profile the judge profile's name
  /// @param limits makes the limit of a new endpoint, given the time
  /// @param rests how long an endpoint is left alone after so many failures of its probes, or
  ///   refusals although it had nothing to do; taken without jitter
  /// @param clock the time
  /// @param meters takes the numbers
  public EndpointPool(
      String profile,
      Function<Duration, Limit> limits,
      Backoff rests,
      MonotonicClock clock,
      PoolMeters meters) {
    this.profile = profile;
    this.limits = limits;
    this.rests = rests;
    this.clock = clock;
    this.meters = meters;
    for (Priority priority : Priority.values()) {
      meters.waiting(priority.name(), () -> guarded(() -> line.size(priority)));
    }
    meters.queueAge(this::queueAge);
  }

  /// Adds an endpoint, which begins with the initial limit.
  ///
  /// @param name its base URL without credentials; not in the pool yet
  /// @param model what is asked
  public void add(String name, JudgeModel model) {
    guarded(() -> {
      endpoints.add(
          new Endpoint(
              name,
              model,
              limits,
              clock.elapsed(),
              rests,
              state -> meters.entered(name, state.text())));
      grant();
      return 0;
    });
    meters.endpoint(
        name, () -> of(name, Endpoint::limit), () -> of(name, it -> it.state().number()));
  }

  /// Takes an endpoint out: it gets no further calls; those under way go on.
  ///
  /// @param name as it was added
  public void remove(String name) {
    guarded(() -> endpoints.removeIf(endpoint -> endpoint.name().equals(name)));
    meters.gone(name);
  }

  /// A server's own queue was looked at.
  ///
  /// @param name the endpoint; one that is not there any more is left out
  /// @param queue what it showed
  public void observed(String name, ServerQueue queue) {
    guarded(() -> {
      for (Endpoint endpoint : endpoints) {
        if (endpoint.name().equals(name)) {
          endpoint.observed(queue, clock.elapsed());
        }
      }
      grant();
      return 0;
    });
  }

  /// Waits for a permit.
  ///
  /// @param question what will be asked: its priority says who is next, its affinity and the
  ///   endpoint that failed it before say where
  /// @throws InterruptedException when the thread is interrupted while it waits; no permit is kept
  public Permit take(Question question) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Waiter waiter = new Waiter(lock.newCondition(), question, clock.elapsed());
      line.add(question.priority(), waiter);
      grant();
      meters.permit(waiter.permit == null ? "waited" : "at_once");
      try {
        return waiter.await();
      } catch (InterruptedException e) {
        leave(waiter);
        throw e;
      }
    } finally {
      lock.unlock();
    }
  }

  /// Whether every endpoint has failed or refused, and none has answered since.
  public boolean isDown() {
    return guarded(() -> endpoints.stream().allMatch(Endpoint::isFailing));
  }

  /// How the endpoints are doing.
  public List<EndpointStatus> endpoints() {
    return guarded(() -> {
      Duration now = clock.elapsed();
      return endpoints.stream().map(endpoint -> endpoint.status(profile, now)).toList();
    });
  }

  /// Serves who waits while an endpoint has room; then sees to it that somebody keeps the time
  /// where an endpoint becomes free with it.
  private void grant() {
    Duration now = clock.elapsed();
    for (Waiter next = line.peek(); next != null; next = line.peek()) {
      Endpoint free = Routing.choose(endpoints, next.question, now);
      if (free == null) {
        keepTime(next, now);
        return;
      }
      line.serve();
      next.permit = new Call(free, free.call(now));
      next.turn.signal();
    }
  }

  private void keepTime(Waiter next, Duration now) {
    Duration free = Routing.freeBy(endpoints, now);
    if (free == null) {
      return;
    }
    Waiter keeper = timekeeper;
    if (keeper == null || keeper.permit != null) {
      timekeeper = next;
      next.turn.signal();
    } else if (wakesAt == null || free.compareTo(wakesAt) < 0) {
      keeper.turn.signal();
    }
  }

  private void leave(Waiter waiter) {
    line.remove(waiter.question.priority(), waiter);
    if (timekeeper == waiter) {
      timekeeper = null;
    }
    if (waiter.permit != null) {
      waiter.permit.ignored();
    }
    grant();
  }

  private double queueAge() {
    return guarded(() -> {
      Duration oldest = Duration.ZERO;
      for (Priority priority : Priority.values()) {
        Waiter waiter = line.oldest(priority);
        if (waiter != null) {
          Duration age = clock.elapsed().minus(waiter.since);
          oldest = age.compareTo(oldest) > 0 ? age : oldest;
        }
      }
      return oldest.toNanos() / 1e9;
    });
  }

  private int of(String name, ToIntFunction<Endpoint> number) {
    return guarded(() ->
        endpoints.stream()
            .filter(endpoint -> endpoint.name().equals(name))
            .mapToInt(number)
            .findFirst()
            .orElse(0));
  }

  private <T> T guarded(Supplier<T> what) {
    lock.lock();
    try {
      return what.get();
    } finally {
      lock.unlock();
    }
  }

  private final class Waiter {
    final Condition turn;
    final Question question;
    final Duration since;
    @Nullable Permit permit;

    Waiter(Condition turn, Question question, Duration since) {
      this.turn = turn;
      this.question = question;
      this.since = since;
    }

    Permit await() throws InterruptedException {
      while (permit == null) {
        Duration now = clock.elapsed();
        Duration free = timekeeper == this ? Routing.freeBy(endpoints, now) : null;
        if (free != null) {
          wakesAt = free;
          boolean woken = turn.await(free.minus(now).toNanos(), TimeUnit.NANOSECONDS);
          wakesAt = null;
          if (!woken) {
            grant();
          }
        } else if (timekeeper == this) {
          // What it kept the time for is free since, or a matter of time no longer.
          timekeeper = null;
          grant();
        } else {
          turn.await();
        }
      }
      if (timekeeper == this) {
        timekeeper = null;
        grant();
      }
      return permit;
    }
  }

  private final class Call implements Permit {
    private final Endpoint endpoint;
    private final Endpoint.Call call;
    private boolean ended;

    Call(Endpoint endpoint, Endpoint.Call call) {
      this.endpoint = endpoint;
      this.call = call;
    }

    @Override
    public JudgeModel endpoint() {
      return endpoint.model();
    }

    @Override
    public void succeeded() {
      end(() -> endpoint.succeeded(call, clock.elapsed()));
    }

    @Override
    public void ignored() {
      end(() -> endpoint.ignored(call));
    }

    @Override
    public void dropped(Drop why) {
      end(() -> endpoint.dropped(call, why, clock.elapsed()));
    }

    private void end(Runnable verdict) {
      guarded(() -> {
        if (!ended) {
          ended = true;
          verdict.run();
          grant();
        }
        return 0;
      });
    }
  }
}
