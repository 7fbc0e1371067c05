package io.gavel.monitor.alertmanager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gavel.config.AlertmanagerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Posts alerts to one Alertmanager: `POST /api/v2/alerts`. Redirects are not followed, since the
/// credentials would go with them. For any thread.
final class AlertmanagerClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int MOST_ANSWER_BYTES = 64 * 1024;
  private static final int MOST_QUOTED = 300;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_LIMIT)
          .build();
  private final URI target;
  private final Optional<String> authorization;

  /// @param base the Alertmanager's base URL
  /// @param config the credentials
  AlertmanagerClient(URI base, AlertmanagerConfig config) {
    this.target = URI.create(base.toString().replaceFirst("/+$", "") + "/api/v2/alerts");
    this.authorization = authorization(config);
  }

  private static Optional<String> authorization(AlertmanagerConfig config) {
    if (config.bearerToken().isPresent()) {
      return Optional.of("Bearer " + config.bearerToken().value());
    }
    if (config.username().isEmpty()) {
      return Optional.empty();
    }
    byte[] pair =
        (config.username() + ":" + config.password().value()).getBytes(StandardCharsets.UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /// Posts; returns within 10 s.
  ///
  /// @throws InterruptedException when the thread is interrupted meanwhile
  Posting post(List<PostedAlert> alerts) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(json(alerts)));
    authorization.ifPresent(it -> request.header("Authorization", it));
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_ANSWER_BYTES));
    try {
      HttpResponse<byte[]> response = answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      return response.statusCode() / 100 == 2
          ? new Posting.Accepted()
          : new Posting.Refused(response.statusCode(), quoted(response.body()));
    } catch (TimeoutException e) {
      return new Posting.Unreachable("no answer within " + LIMIT.toSeconds() + " s");
    } catch (ExecutionException e) {
      return new Posting.Unreachable(cause(e));
    } finally {
      answer.cancel(true);
    }
  }

  private static byte[] json(List<PostedAlert> alerts) {
    try {
      return JSON.writeValueAsBytes(alerts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts that cannot be written", e);
    }
  }

  private static String cause(ExecutionException e) {
    return e.getCause() instanceof IOException io
        ? io.getClass().getSimpleName() + (io.getMessage() == null ? "" : ": " + io.getMessage())
        : String.valueOf(e.getCause());
  }

  private static String quoted(byte[] body) {
    String text =
        new String(body, StandardCharsets.UTF_8).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return text.length() > MOST_QUOTED ? text.substring(0, MOST_QUOTED) + "..." : text;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
