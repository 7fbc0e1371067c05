package io.gavel.judge.pool.queue;

import io.gavel.judge.pool.limit.ServerQueue;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Looks at the queue of one server: `GET /metrics` beside its API, without the key.
public final class QueueProbe {
  private static final long MAX_BODY_BYTES = 1L << 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private final HttpClient client;
  private final HttpRequest request;
  private final Duration timeout;

  /// @param client any client
  /// @param base the server's base URL, such as `http://host:8000/v1`
  public QueueProbe(HttpClient client, URI base) {
    this(client, base, TIMEOUT);
  }

  /// @param timeout how long a look may take
  QueueProbe(HttpClient client, URI base, Duration timeout) {
    this.client = client;
    this.timeout = timeout;
    this.request = HttpRequest.newBuilder(metrics(base)).GET().build();
  }

  /// The queue; empty where the server does not show it in time, which is a second.
  ///
  /// @throws InterruptedException when the thread is interrupted meanwhile
  public Optional<ServerQueue> look() throws InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> response =
        client.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BODY_BYTES));
    try {
      HttpResponse<byte[]> answer = response.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return answer.statusCode() == 200
          ? VllmMetrics.read(new String(answer.body(), StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    } finally {
      response.cancel(true);
    }
  }

  private static URI metrics(URI base) {
    String path = base.getRawPath() == null ? "" : base.getRawPath();
    String beside = path.replaceAll("/+$", "").replaceFirst("/v1$", "");
    return base.resolve(beside + "/metrics");
  }
}
