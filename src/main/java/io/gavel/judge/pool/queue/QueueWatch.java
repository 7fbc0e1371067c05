package io.gavel.judge.pool.queue;

import io.gavel.judge.model.Pauses;
import io.gavel.judge.pool.limit.ServerQueue;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// Looks at one server's queue again and again, on a virtual thread of its own, until it is closed.
/// A server that has never shown one is asked once a minute; one that has is asked as often as ever
/// while it shows none, because it will when it is back.
public final class QueueWatch implements AutoCloseable {
  static final Duration RARELY = Duration.ofMinutes(1);

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
      boolean shown = false;
      while (!Thread.currentThread().isInterrupted()) {
        Optional<ServerQueue> queue = probe.look();
        queue.ifPresent(seen);
        shown |= queue.isPresent();
        pauses.pause(shown ? interval : RARELY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
