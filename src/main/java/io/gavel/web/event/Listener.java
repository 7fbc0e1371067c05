package io.gavel.web.event;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// One client of the events. What changes while the client does not take what was sent is put
/// together, so it needs the same room however slow a client is. One that takes nothing is given up
/// by the server's idle limit, and one virtual thread is all that waits for it.
final class Listener {
  private static final String COMMENT = ": still here\n\n";

  private final HttpServletResponse response;
  private final Duration silence;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Set<What> changed = EnumSet.allOf(What.class);
  private boolean closed;

  /// @param response where to write; its headers are set
  /// @param silence after which a comment is sent, for whatever is between to keep the connection
  Listener(HttpServletResponse response, Duration silence) {
    this.response = response;
    this.silence = silence;
  }

  /// Done when the client is gone or was closed.
  CompletableFuture<Void> ended() {
    return ended;
  }

  /// Something has changed.
  synchronized void changed(Set<What> what) {
    changed.addAll(what);
    notifyAll();
  }

  /// Ends it.
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /// Sends until the client is gone or it is closed; first that everything has changed. It blocks.
  void run() {
    try {
      for (Optional<String> text = next(); text.isPresent(); text = next()) {
        response.getOutputStream().write(text.get().getBytes(StandardCharsets.UTF_8));
        response.flushBuffer();
      }
    } catch (IOException e) {
      // The client is gone, which is how this ends most of the time.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.complete(null);
    }
  }

  /// What to send next; empty when it was closed.
  private synchronized Optional<String> next() throws InterruptedException {
    long untilNanos = System.nanoTime() + silence.toNanos();
    while (!closed && changed.isEmpty()) {
      long leftMillis = (untilNanos - System.nanoTime()) / 1_000_000;
      if (leftMillis <= 0) {
        return Optional.of(COMMENT);
      }
      wait(leftMillis);
    }
    if (closed) {
      return Optional.empty();
    }
    String names =
        changed.stream().map(it -> '"' + it.text() + '"').collect(Collectors.joining(","));
    changed.clear();
    return Optional.of("event: changed\ndata: {\"what\":[" + names + "]}\n\n");
  }
}
