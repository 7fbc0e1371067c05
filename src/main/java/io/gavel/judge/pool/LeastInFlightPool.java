package io.gavel.judge.pool;

import io.gavel.judge.model.Backoff;
import io.gavel.judge.model.JudgeModel;
import io.gavel.judge.model.MonotonicClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A fixed number of permits per endpoint; the endpoint with the fewest calls in flight is next. An
/// endpoint whose call was dropped is left alone for a while, the longer the more were dropped in a
/// row, and then gets a single call at a time until one succeeds: a dead judge costs a probe now
/// and then, not every request's budget. Who waits is served in order of arrival.
public final class LeastInFlightPool implements EndpointPool {
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Waiter> waiting = new ArrayDeque<>();
  private final List<Endpoint> endpoints;
  private final int concurrency;
  private final Backoff rests;
  private final MonotonicClock clock;

  /// @param endpoints what may be called; not empty
  /// @param concurrency calls in flight at one endpoint
  /// @param rests how long an endpoint is left alone after so many dropped calls in a row, where it
  ///   does not ask for longer; taken without jitter
  /// @param clock the time
  public LeastInFlightPool(
      List<JudgeModel> endpoints, int concurrency, Backoff rests, MonotonicClock clock) {
    this.endpoints = endpoints.stream().map(Endpoint::new).toList();
    this.concurrency = concurrency;
    this.rests = rests;
    this.clock = clock;
  }

  @Override
  public Permit take(@Nullable JudgeModel avoided) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Waiter waiter = new Waiter(lock.newCondition(), avoided);
      waiting.addLast(waiter);
      grant();
      try {
        return waiter.await();
      } catch (InterruptedException e) {
        waiting.remove(waiter);
        if (waiter.permit != null) {
          waiter.permit.ignored();
        }
        grant();
        throw e;
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isDown() {
    lock.lock();
    try {
      return endpoints.stream().allMatch(endpoint -> endpoint.droppedInARow > 0);
    } finally {
      lock.unlock();
    }
  }

  /// Serves who waits, in order, while an endpoint has room; then wakes the next in line, which
  /// keeps the time until an endpoint has rested.
  private void grant() {
    Duration now = clock.elapsed();
    while (!waiting.isEmpty()) {
      JudgeModel avoided = waiting.getFirst().avoided;
      Optional<Endpoint> free =
          endpoints.stream()
              .filter(endpoint -> endpoint.hasRoom(now))
              .min(
                  Comparator.<Endpoint>comparingInt(
                          endpoint -> endpoint.model.equals(avoided) ? 1 : 0)
                      .thenComparingInt(endpoint -> endpoint.inFlight));
      if (free.isEmpty()) {
        waiting.getFirst().turn.signal();
        return;
      }
      Waiter first = waiting.removeFirst();
      first.permit = free.get().call();
      first.turn.signal();
    }
  }

  /// The time until an idle endpoint may be called, zero where it has rested since [#grant] looked;
  /// empty where only an ending call can help.
  private Optional<Duration> untilRested() {
    Duration now = clock.elapsed();
    return endpoints.stream()
        .filter(endpoint -> endpoint.inFlight == 0)
        .map(endpoint -> endpoint.restsUntil.minus(now))
        .map(rest -> rest.isNegative() ? Duration.ZERO : rest)
        .min(Comparator.naturalOrder());
  }

  private final class Waiter {
    final Condition turn;
    final @Nullable JudgeModel avoided;
    @Nullable Permit permit;

    Waiter(Condition turn, @Nullable JudgeModel avoided) {
      this.turn = turn;
      this.avoided = avoided;
    }

    Permit await() throws InterruptedException {
      while (permit == null) {
        Optional<Duration> rest = waiting.peekFirst() == this ? untilRested() : Optional.empty();
        if (rest.isEmpty()) {
          turn.await();
        } else if (!turn.await(rest.get().toNanos(), TimeUnit.NANOSECONDS)) {
          grant();
        }
      }
      return permit;
    }
  }

  private final class Endpoint {
    final JudgeModel model;
    int inFlight;
    int droppedInARow;
    int drops;
    Duration restsUntil = Duration.ZERO;

    Endpoint(JudgeModel model) {
      this.model = model;
    }

    boolean hasRoom(Duration now) {
      return inFlight < (droppedInARow == 0 ? concurrency : 1) && now.compareTo(restsUntil) >= 0;
    }

    Permit call() {
      inFlight++;
      return new Call(this);
    }

    void dropped(Duration retryAfter) {
      Duration now = clock.elapsed();
      // The calls that were under way when the first was dropped say nothing new.
      drops++;
      if (now.compareTo(restsUntil) >= 0) {
        restsUntil = now.plus(rests.bound(droppedInARow));
        droppedInARow++;
      }
      Duration asked = now.plus(retryAfter);
      restsUntil = asked.compareTo(restsUntil) > 0 ? asked : restsUntil;
    }
  }

  private final class Call implements Permit {
    private final Endpoint endpoint;
    private final int dropsBefore;
    private boolean ended;

    Call(Endpoint endpoint) {
      this.endpoint = endpoint;
      this.dropsBefore = endpoint.drops;
    }

    @Override
    public JudgeModel endpoint() {
      return endpoint.model;
    }

    @Override
    public void succeeded() {
      end(() -> {
        // A call from before the last drop does not say that the endpoint has recovered.
        if (endpoint.drops == dropsBefore) {
          endpoint.droppedInARow = 0;
          endpoint.restsUntil = Duration.ZERO;
        }
      });
    }

    @Override
    public void ignored() {
      end(() -> {});
    }

    @Override
    public void dropped(Duration retryAfter) {
      end(() -> endpoint.dropped(retryAfter));
    }

    private void end(Runnable verdict) {
      lock.lock();
      try {
        if (!ended) {
          ended = true;
          endpoint.inFlight--;
          verdict.run();
          grant();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
