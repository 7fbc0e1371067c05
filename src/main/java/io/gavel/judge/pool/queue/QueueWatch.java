package io.gavel.judge.pool.queue;

import io.gavel.judge.model.Pauses;
import io.gavel.judge.pool.limit.ServerQueue;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// Looks at one server's queue again and again, on a virtual thread of its own, until it is closed.
/// A server that shows none is asked once a minute.
public final class QueueWatch implements AutoCloseable {
  static final Duration RARELY = Duration.ofMinutes(1);

  /// One that has shown its queue before may miss a few times, busy as it is.
  private static final int MISSES = 5;

  private final QueueProbe probe;
  private final Duration interval;
  private final Pauses pauses;
  private final Consumer<ServerQueue> seen;
  private final Thread thread;

  private QueueWatch(
      QueueProbe probe, Duration interval, Pauses pauses, Consumer<ServerQueue> seen) {
    this.probe = probe;
    this.interval = interval;
    this.pauses = pauses;
    this.seen = seen;
    thread = Thread.ofVirtual().name("judge-queue-watch").unstarted(this::run);
  }

  /// Starts.
  ///
  /// @param probe the server
  /// @param interval how often
  /// @param pauses how to wait in between
  /// @param seen takes what was seen
  public static QueueWatch start(
      QueueProbe probe, Duration interval, Pauses pauses, Consumer<ServerQueue> seen) {
    QueueWatch watch = new QueueWatch(probe, interval, pauses, seen);
    watch.thread.start();
    return watch;
  }

  /// Stops; returns at once.
  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      int missed = MISSES;
      while (!Thread.currentThread().isInterrupted()) {
        Optional<ServerQueue> queue = probe.look();
        queue.ifPresent(seen);
        missed = queue.isPresent() ? 0 : missed + 1;
        pauses.pause(missed > MISSES ? RARELY : interval);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
