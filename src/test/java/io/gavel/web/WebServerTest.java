package io.gavel.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.config.InvalidConfigException;
import io.gavel.config.Role;
import io.gavel.config.WebConfig;
import io.gavel.health.Health;
import io.gavel.health.Heartbeat;
import io.gavel.metric.FunnelMeters;
import io.javalin.config.RoutesConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The real server, asked over HTTP.
final class WebServerTest {
  private static final WebConfig ANY_PORT = WebConfig.at("127.0.0.1:0");

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final FunnelMeters funnel = new FunnelMeters(meters);
  private long nanos;
  private final Heartbeat judge = new Heartbeat("the judging loop", () -> nanos);
  private Health enrich = Health.RUNNING;
  private final WebServer server =
      WebServer.start(ANY_PORT, List.of(new MetricsRoutes(meters), new HealthRoutes(this::roles)));
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private Map<Role, Health> roles() {
    Map<Role, Health> roles = new LinkedHashMap<>();
    roles.put(Role.ENRICH, enrich);
    roles.put(Role.JUDGE, judge.health());
    return roles;
  }

  private HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.address().resolve(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(request.uri().toString(), e);
    }
  }

  @Test
  void theMetersAreThereInPrometheussText() {
    funnel.generation("requested");
    funnel.generation("requested");

    HttpResponse<String> answer = get("/metrics");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    assertThat(answer.body().lines())
        .contains(
            "# HELP gavel_generations_total Generations by what became of them; each is counted"
                + " once",
            "# TYPE gavel_generations_total counter",
            "gavel_generations_total{outcome=\"requested\"} 2.0")
        .allMatch(line -> line.matches("# (HELP|TYPE) \\w+ .+|\\w+(\\{.*})? [0-9.E+-]+"));
  }

  @Test
  void openMetricsIsThereForWhoeverAsksForIt() {
    HttpResponse<String> answer =
        get("/metrics", "Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");

    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8");
    assertThat(answer.body()).endsWith("# EOF\n");
  }

  @Test
  void whileEveryRoleWorksItIsLiveAndReady() {
    judge.beat(Health.RUNNING);

    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(ready.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(ready.body())
        .isEqualToIgnoringWhitespace(
            """
            {"status": "ready", "roles": {
              "enrich": {"state": "running", "reason": ""},
              "judge": {"state": "running", "reason": ""}}}
            """);
  }

  @Test
  void aLoopThatMakesNoTurnsIsNotLive() {
    judge.beat(Health.RUNNING);
    nanos += Heartbeat.LIMIT.plusSeconds(5).toNanos();

    HttpResponse<String> live = get("/health/live");

    assertThat(live.statusCode()).isEqualTo(503);
    assertThat(live.body())
        .isEqualToIgnoringWhitespace(
            """
            {"status": "not live", "roles": {
              "enrich": {"state": "running", "reason": ""},
              "judge": {"state": "stalled", "reason": "the judging loop has made no turn for 125 s"}}}
            """);
    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
  }

  @Test
  void aRoleThatWaitsForSomethingOutsideIsLiveAndNotReady() {
    judge.beat(Health.RUNNING);
    enrich = Health.waiting("the broker does not answer");

    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body())
        .contains("\"not ready\"", "\"waiting\"", "\"the broker does not answer\"");
  }

  @Test
  void aRoleThatFailedIsNeitherLiveNorReady() {
    judge.beat(Health.RUNNING);
    enrich = Health.failed("a bug");

    assertThat(get("/health/live").statusCode()).isEqualTo(503);
    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
  }

  @Test
  void theRootNamesThePaths() {
    assertThat(get("/").body()).contains("/metrics ", "/health/live ", "/health/ready ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metric", "/health", "/health/other", "/metrics/more", "/../etc/passwd"})
  void aPathThatIsNotThereIsNotFound(String path) {
    assertThat(get(path).statusCode()).isIn(404, 400);
  }

  @ParameterizedTest
  @CsvSource({"POST, /metrics", "PUT, /", "DELETE, /health/live", "OPTIONS, /health/ready"})
  void aMethodThatIsNotThereIsRefused(String method, String path) {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(server.address().resolve(path))
                .method(method, HttpRequest.BodyPublishers.ofString("x"))
                .build());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.body()).isEqualToIgnoringWhitespace("{\"error\": \"Method Not Allowed\"}");
  }

  @Test
  void aHeaderThatIsTooLargeIsRefused() {
    assertThat(get("/", "X-Filler", "x".repeat(20_000)).statusCode()).isEqualTo(431);
  }

  @Test
  void theServerDoesNotSayWhatItIsMadeOf() {
    assertThat(get("/").headers().map()).doesNotContainKeys("server", "x-powered-by");
    assertThat(get("/none").body()).doesNotContainIgnoringCase("javalin");
  }

  @Test
  void aHandlerThatFailsIsAnErrorWithoutDetails() throws IOException, InterruptedException {
    Routes failing =
        new TestingRoutes(
            "/fails",
            () -> {
              throw new IllegalStateException("the secret is 42");
            });
    try (WebServer other = WebServer.start(ANY_PORT, List.of(failing))) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(other.address().resolve("/fails")).build(),
              BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).contains("\"error\"").doesNotContain("42");
    }
  }

  @Test
  void onlyThisMachineReachesALoopbackAddress() throws IOException {
    // Another of the loopback's addresses stands for the machine's outer ones.
    InetSocketAddress other =
        new InetSocketAddress(
            InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), server.address().getPort());

    assertThatThrownBy(
            () -> {
              try (Socket socket = new Socket()) {
                socket.connect(other);
              }
            })
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void aPortThatIsTakenIsToldWithWhatToDo() {
    WebConfig taken = WebConfig.at("127.0.0.1:" + server.address().getPort());

    assertThatThrownBy(() -> WebServer.start(taken, List.of()))
        .isInstanceOf(AddressTakenException.class)
        .hasMessageContaining("web.listen: nothing can be served at " + taken.listen())
        .hasMessageContaining("Address already in use")
        .hasMessageContaining("GAVEL_WEB_LISTEN=127.0.0.1:0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1:0", "no-such-host.invalid:0"})
  void anAddressOfAnotherMachineIsASettingThatCannotBeUsed(String listen) {
    assertThatThrownBy(() -> WebServer.start(WebConfig.at(listen), List.of()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("web.listen")
        .hasMessageContaining("no address of this machine");
  }

  @Test
  void closingLetsARequestEndAndFreesThePort() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Routes slow =
        new TestingRoutes(
            "/slow",
            () -> {
              arrived.countDown();
              go.await();
            });
    // Long enough for a request that a busy machine keeps waiting.
    WebServer other = WebServer.start(ANY_PORT, List.of(slow), Duration.ofMinutes(1));
    URI address = other.address();
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(
            HttpRequest.newBuilder(address.resolve("/slow")).build(), BodyHandlers.ofString());
    assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();

    CompletableFuture<Void> closing = CompletableFuture.runAsync(other::close);
    go.countDown();

    assertThat(answer.get(60, TimeUnit.SECONDS).body()).isEqualTo("done");
    closing.get(90, TimeUnit.SECONDS);
    WebServer.start(WebConfig.at("127.0.0.1:" + address.getPort()), List.of()).close();
  }

  @Test
  void aRequestThatNeverEndsDoesNotHoldUpTheEnd() throws Exception {
    WebServer other = WebServer.start(ANY_PORT, List.of());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), other.address().getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write("GET / HTTP/1.1\r\nHost: x\r\nX-Unfinished: ".getBytes(StandardCharsets.US_ASCII));
      out.flush();

      CompletableFuture.runAsync(other::close).get(25, TimeUnit.SECONDS);
    }
  }

  /// One path whose handler does what the test says.
  private record TestingRoutes(String path, Step step) implements Routes {
    private interface Step {
      void run() throws Exception;
    }

    @Override
    public List<Path> paths() {
      return List.of(new Path(path, "a test's"));
    }

    @Override
    public void add(RoutesConfig routes) {
      routes.get(
          path,
          context -> {
            step.run();
            context.result("done");
          });
    }
  }
}
