package io.gavel.web.event;

import io.gavel.web.RefusedException;
import io.gavel.web.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// `GET /api/events`: server-sent events, as the HTML standard defines them. At most one a second
/// says what has changed since the last, and a client that comes, or comes again, is told first
/// that everything has: so it needs to remember nothing.
///
/// A client takes no thread of the server's. For any thread; whoever made it closes it before the
/// server, which would wait for the clients.
public final class EventRoutes implements Routes, AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration SILENCE = Duration.ofSeconds(15);
  private static final int MOST_CLIENTS = 64;

  private final Duration interval;
  private final Duration silence;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final Set<What> changed = EnumSet.noneOf(What.class);
  private final Thread thread;
  private volatile boolean closed;

  /// Starts.
  public EventRoutes() {
    this(INTERVAL, SILENCE);
  }

  /// @param interval between two events, at least
  /// @param silence after which a comment is sent
  EventRoutes(Duration interval, Duration silence) {
    this.interval = interval;
    this.silence = silence;
    thread = Thread.ofPlatform().daemon().name("gavel-web-events").start(this::tellAll);
  }

  /// Something has changed.
  public void changed(What what) {
    synchronized (changed) {
      changed.add(what);
    }
  }

  /// Whether anybody listens.
  public boolean isHeard() {
    return !listeners.isEmpty();
  }

  @Override
  public List<Path> paths() {
    return List.of(new Path("/api/events", "tells what has changed, as server-sent events"));
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.get("/api/events", this::listen);
  }

  private void listen(Context context) {
    context.future(() -> begin(context));
  }

  private synchronized CompletableFuture<Void> begin(Context context) {
    if (closed) {
      throw RefusedException.notNow("this worker is being stopped");
    }
    if (listeners.size() >= MOST_CLIENTS) {
      throw RefusedException.notNow("%d clients listen already".formatted(MOST_CLIENTS));
    }
    context
        .header("Cache-Control", "no-store")
        .header("X-Accel-Buffering", "no")
        .contentType("text/event-stream; charset=utf-8");
    Listener listener = new Listener(context.res(), silence);
    listeners.add(listener);
    Thread.ofVirtual()
        .name("gavel-web-listener")
        .start(() -> {
          try {
            listener.run();
          } finally {
            listeners.remove(listener);
          }
        });
    return listener.ended();
  }

  private void tellAll() {
    while (!closed) {
      LockSupport.parkNanos(interval.toNanos());
      tell();
    }
  }

  /// Tells all clients what has changed since it was told last.
  void tell() {
    Set<What> news;
    synchronized (changed) {
      news = EnumSet.copyOf(changed);
      changed.clear();
    }
    if (!news.isEmpty()) {
      listeners.forEach(it -> it.changed(news));
    }
  }

  /// Ends all clients; further ones are refused.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    LockSupport.unpark(thread);
    listeners.forEach(Listener::close);
  }
}
