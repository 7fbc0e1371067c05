package io.gavel.cli.evaluate;

import io.gavel.judge.Judges;
import io.gavel.judge.model.MonotonicClock;
import io.gavel.judge.model.Pauses;
import io.gavel.judge.pool.BreakerState;
import io.gavel.judge.pool.EndpointStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Ends an evaluation whose judges are all away for too long: in production a request waits for
/// them, but here somebody sits and waits. Has a thread of its own.
final class OutageWatch implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(200);

  private final Judges judges;
  private final Duration patience;
  private final Runnable giveUp;
  private final MonotonicClock clock = MonotonicClock.system();
  private final Thread thread;
  private volatile @Nullable String outage;

  /// Begins to watch.
  ///
  /// @param judges is asked how the endpoints do
  /// @param patience how long all of them may be away
  /// @param giveUp called once when they were
  OutageWatch(Judges judges, Duration patience, Runnable giveUp) {
    this.judges = judges;
    this.patience = patience;
    this.giveUp = giveUp;
    this.thread = Thread.ofVirtual().name("evaluate-outage-watch").start(this::watch);
  }

  /// What was away when it gave up; empty where it did not.
  Optional<String> outage() {
    return Optional.ofNullable(outage);
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void watch() {
    Duration lastUp = clock.elapsed();
    try {
      while (true) {
        Pauses.SLEEP.pause(INTERVAL);
        List<EndpointStatus> endpoints = judges.endpoints();
        Duration now = clock.elapsed();
        if (endpoints.stream().anyMatch(one -> one.state() == BreakerState.CLOSED)) {
          lastUp = now;
        } else if (now.minus(lastUp).compareTo(patience) > 0) {
          outage = describe(endpoints);
          giveUp.run();
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String describe(List<EndpointStatus> endpoints) {
    return endpoints.isEmpty()
        ? "no address of the judge's endpoints is known"
        : "no judge answers: "
            + endpoints.stream()
                .map(one -> one.endpoint() + (one.cause() == null ? "" : " (" + one.cause() + ")"))
                .collect(Collectors.joining(", "));
  }
}
