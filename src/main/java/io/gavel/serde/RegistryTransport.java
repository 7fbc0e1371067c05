package io.gavel.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/// Carries requests to the first registry URL that answers. A URL that fails (no connection, no
/// answer in time, 408, 429, 5xx) passes the request on to the next, and after the last the round
/// begins again, `max.retries` times with growing waits; but a round in which one was too slow is
/// the last, so that the time stays bounded. Any other answer is final. For any number of threads.
final class RegistryTransport implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Far above any schema.
  private static final int MAX_RESPONSE_BYTES = 16 << 20;

  private static final int MAX_QUOTED = 500;

  private final HttpClient client;
  private final List<RegistryAddress> addresses;
  private final SerdeSettings settings;
  private volatile int current;

  /// @throws io.gavel.config.InvalidConfigException when a setting cannot be used
  RegistryTransport(SerdeSettings settings) {
    this.settings = settings;
    this.addresses = RegistryAddress.all(settings);
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofMillis(settings.number("http.connect.timeout.ms")));
    RegistryTls.context(settings).ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  /// What a registry answered.
  ///
  /// @param url who answered
  /// @param status the HTTP status, 2xx or 4xx
  /// @param body the JSON; a missing node where it is none
  record Answer(URI url, int status, JsonNode body) {
    boolean isOk() {
      return status / 100 == 2;
    }

    /// The registry's own code, for example 40403; 0 where there is none.
    int errorCode() {
      return body.path("error_code").asInt(0);
    }

    /// The registry's words, in one line of bounded length.
    String message() {
      String text = body.path("message").asText("").replaceAll("\\s+", " ").strip();
      return text.length() > MAX_QUOTED ? text.substring(0, MAX_QUOTED) + "..." : text;
    }

    /// Status and words, for messages.
    String summary() {
      return "HTTP " + status + (message().isEmpty() ? "" : " (" + message() + ")");
    }
  }

  /// Sends a request.
  ///
  /// @param path from the base URL, with a leading slash, encoded
  /// @param body null for none
  /// @return an answer that is neither a server's error nor a refusal of the credentials
  /// @throws RegistryUnavailableException when no URL gives one
  Answer send(String method, String path, @Nullable JsonNode body) {
    long waitMillis = settings.number("retries.wait.ms");
    for (int retries = settings.number("max.retries"); ; retries--) {
      Round round = new Round();
      Answer answer = round.run(method, path, body);
      if (answer != null) {
        return answer;
      }
      if (retries == 0 || round.slow) {
        throw new RegistryUnavailableException(
            "no schema registry answers: " + String.join("; ", round.failures));
      }
      sleep(waitMillis);
      waitMillis = Math.min(2 * waitMillis, settings.number("retries.max.wait.ms"));
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  /// Each URL once.
  private final class Round {
    final List<String> failures = new ArrayList<>();
    boolean slow;

    @Nullable Answer run(String method, String path, @Nullable JsonNode body) {
      int first = current;
      for (int i = 0; i < addresses.size(); i++) {
        int index = (first + i) % addresses.size();
        RegistryAddress address = addresses.get(index);
        try {
          Answer answer = accepted(address, exchange(address.request(path), method, body));
          if (answer.status / 100 != 5 && answer.status != 429 && answer.status != 408) {
            current = index;
            return answer;
          }
          failures.add(address.base() + ": " + answer.summary());
        } catch (HttpTimeoutException e) {
          slow = true;
          failures.add(address.base() + ": " + cause(e));
        } catch (IOException e) {
          failures.add(address.base() + ": " + cause(e));
        }
      }
      return null;
    }
  }

  private static Answer accepted(RegistryAddress address, HttpResponse<byte[]> response) {
    Answer answer = new Answer(address.base(), response.statusCode(), json(response.body()));
    if (answer.status == 401 || answer.status == 403) {
      throw new RegistryUnavailableException(
          "the schema registry %s refuses the %s: %s"
              .formatted(
                  answer.url,
                  address.hasCredentials()
                      ? "credentials; check basic.auth.user.info or bearer.auth.token"
                      : "request, because it has no credentials; set basic.auth.user.info or"
                          + " bearer.auth.token",
                  answer.summary()));
    }
    if (answer.status / 100 == 3) {
      throw new RegistryUnavailableException(
          "the schema registry %s redirects (HTTP %d), which is not followed; set its own URL"
              .formatted(answer.url, answer.status));
    }
    return answer;
  }

  private HttpResponse<byte[]> exchange(
      HttpRequest.Builder builder, String method, @Nullable JsonNode body) throws IOException {
    Duration readLimit = Duration.ofMillis(settings.number("http.read.timeout.ms"));
    Duration limit = readLimit.plusMillis(settings.number("http.connect.timeout.ms"));
    HttpRequest request =
        builder
            .timeout(limit)
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
            .build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_RESPONSE_BYTES));
    try {
      // The request's own time-out ends with the headers; this one covers the body as well.
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new HttpTimeoutException("no whole answer within " + limit.toMillis() + " ms");
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw new InterruptException("interrupted while asking the schema registry", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    }
  }

  private String cause(IOException thrown) {
    String message = String.valueOf(thrown.getMessage());
    return switch (thrown) {
      case HttpConnectTimeoutException _ ->
          "no connection within " + settings.number("http.connect.timeout.ms") + " ms";
      case HttpTimeoutException _ -> "no answer in time (" + message + ")";
      case ConnectException _ when isUnknownHost(thrown) -> "unknown host";
      case ConnectException _ -> "connection refused";
      case SSLException _ -> "TLS: " + message;
      default -> thrown.getClass().getSimpleName() + ": " + message;
    };
  }

  private static boolean isUnknownHost(IOException thrown) {
    return Stream.<Throwable>iterate(thrown, Objects::nonNull, Throwable::getCause)
        .anyMatch(UnresolvedAddressException.class::isInstance);
  }

  private static JsonNode json(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static void sleep(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      throw new InterruptException("interrupted while waiting for the schema registry", e);
    }
  }
}
