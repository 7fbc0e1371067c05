package io.gavel.judge.model;

import io.gavel.config.InvalidConfigException;
import io.gavel.config.JudgeProfile;
import io.gavel.judge.protocol.Protocol;
import io.gavel.trace.TraceContext;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// One call of one judge server, by its protocol. The deadline is for the whole call, its body
/// included; at the deadline and on interrupt the connection is closed, which makes the server stop
/// generating.
public final class HttpEndpoint implements JudgeModel {
  /// Longer replies are not read.
  static final long MAX_BODY_BYTES = 4L << 20;

  /// The same where they hold the probabilities of tokens.
  public static final long MAX_BODY_BYTES_WITH_LOGPROBS = 16L << 20;

  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);
  private final HttpClient client;
  private final Duration callTimeout;
  private final Protocol protocol;
  private final HttpReply replies;
  private final HttpRequest.Builder request;
  private final long maxBodyBytes;

  /// @param client made by [#client]
  /// @param base the server's base URL, such as `http://host:8000/v1`
  /// @param profileName the judge profile's name, for messages
  /// @param profile the model, the key and the deadline
  /// @param protocol how the server is spoken to
  /// @param clock the time
  /// @throws InvalidConfigException when the key cannot be sent in a header
  public HttpEndpoint(
      HttpClient client,
      URI base,
      String profileName,
      JudgeProfile profile,
      Protocol protocol,
      InstantSource clock) {
    this.client = client;
    this.callTimeout = profile.callTimeout();
    this.protocol = protocol;
    this.replies = new HttpReply(name(base), profile.model(), protocol, clock);
    this.request = request(address(base, protocol), profileName, profile);
    this.maxBodyBytes =
        profile.asking().logprobs() > 0 ? MAX_BODY_BYTES_WITH_LOGPROBS : MAX_BODY_BYTES;
  }

  /// A call of a profile's server, with its key.
  ///
  /// @throws InvalidConfigException when the key cannot be sent in a header
  static HttpRequest.Builder request(URI address, String profileName, JudgeProfile profile) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).header("Content-Type", "application/json");
    if (profile.apiKey().isPresent()) {
      String key = profile.apiKey().value();
      if (!key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        throw new InvalidConfigException(
            "judge.profiles.%s.api_key: the key holds a space, line break or other character that no header may hold"
                .formatted(profileName));
      }
      request.header("Authorization", "Bearer " + key);
    }
    return request;
  }

  /// A client for any number of endpoints: HTTP/1.1, where closing a connection ends exactly one
  /// call; no redirects, which would carry the prompts elsewhere.
  ///
  /// @param callTimeout how long a call may take; connecting takes a share of it
  public static HttpClient client(Duration callTimeout) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(callTimeout.compareTo(LONGEST_CONNECT) < 0 ? callTimeout : LONGEST_CONNECT)
        .build();
  }

  /// An endpoint's name in judgements, metrics and messages: its URL without credentials, query and
  /// closing slash.
  public static String name(URI base) {
    String port = base.getPort() < 0 ? "" : ":" + base.getPort();
    String path = base.getRawPath() == null ? "" : base.getRawPath();
    return base.getScheme() + "://" + base.getHost() + port + path.replaceAll("/+$", "");
  }

  @Override
  public Reply ask(Question question) throws InterruptedException {
    String body = protocol.body(question.prompt(), question.sampling()).toString();
    HttpRequest call = traced(question.context()).POST(BodyPublishers.ofString(body)).build();
    question.effort().calling();
    CompletableFuture<HttpResponse<byte[]>> response =
        client.sendAsync(call, BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxBodyBytes));
    try {
      return replies.read(response.get(callTimeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return new Reply.Failed(
          "%s gave no whole answer within %d ms"
              .formatted(replies.endpoint(), callTimeout.toMillis()));
    } catch (ExecutionException e) {
      return failure(e.getCause());
    } finally {
      // Closes the connection of a call that is still under way; nothing otherwise.
      response.cancel(true);
    }
  }

  /// With where in a trace it belongs, and without the producer's baggage, which is not the
  /// judge's.
  private HttpRequest.Builder traced(TraceContext context) {
    HttpRequest.Builder call = request.copy();
    if (context.isPresent()) {
      call.header("traceparent", context.traceparent());
      if (!context.tracestate().isEmpty()) {
        call.header("tracestate", context.tracestate());
      }
    }
    return call;
  }

  private Reply failure(@Nullable Throwable cause) {
    String endpoint = replies.endpoint();
    return switch (cause) {
      case HttpConnectTimeoutException _ ->
          new Reply.Unreachable(endpoint + " did not accept a connection in time");
      case ConnectException _ ->
          new Reply.Unreachable(
              endpoint + " cannot be connected to: is the host right, and the server up?");
      case SSLHandshakeException _ ->
          new Reply.Misconfigured(
              endpoint + " has a certificate that is not trusted here: check the URL, or trust it",
              Reply.Suspect.SETTINGS);
      // Its message quotes what the server sent.
      case ProtocolException _ -> new Reply.Failed(endpoint + " does not speak HTTP/1.1");
      case IOException e when e.getCause() instanceof EOFException ->
          new Reply.Failed(endpoint + " closed the connection before it had answered");
      case IOException e -> new Reply.Failed(endpoint + " failed: " + message(e));
      case null -> new Reply.Failed(endpoint + " failed");
      default -> new Reply.Failed(endpoint + " failed: " + cause.getClass().getSimpleName());
    };
  }

  private static String message(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static URI address(URI base, Protocol protocol) {
    String query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
    return URI.create(protocol.url(name(base)) + query);
  }
}
