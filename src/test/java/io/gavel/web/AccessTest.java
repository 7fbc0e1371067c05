package io.gavel.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.config.GetRewardConfig;
import io.gavel.config.Secret;
import io.gavel.config.WebConfig;
import io.gavel.config.WebTlsConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may ask for what, over HTTP.
final class AccessTest {
  private static final String TOKEN = "a-token-of-web";

  private final WebServer server =
      WebServer.start(
          new WebConfig(
              "127.0.0.1:0",
              "gavel.example:80",
              List.of(),
              new Secret(TOKEN),
              WebTlsConfig.OFF,
              WebConfig.REQUESTS_PER_SECOND,
              GetRewardConfig.OFF),
          List.of(
              new PageRoutes(),
              new MetricsRoutes(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)),
              new HealthRoutes(Map::of)));
  private final TestingBrowser browser = new TestingBrowser(server.address());

  @AfterEach
  void close() {
    browser.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/metrics", "/assets/none.js", "/none", "/health"})
  void withoutTheTokenThereIsNothingButTheHealth(String path) {
    HttpResponse<String> answer = browser.get(path);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(answer.body()).contains("Authorization: Bearer").doesNotContain(TOKEN);
    assertThat(browser.get("/health/ready").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer",
        "Bearer ",
        "Bearer a-token-of-we",
        "Bearer a-token-of-webb",
        "Basic a-token-of-web",
        "a-token-of-web"
      })
  void aWrongTokenIsNone(String authorization) {
    assertThat(browser.get("/metrics", "Authorization", authorization).statusCode()).isEqualTo(401);
  }

  @Test
  void theTokenOpensEverything() {
    assertThat(browser.get("/metrics", "Authorization", "Bearer " + TOKEN).statusCode())
        .isEqualTo(200);
    assertThat(browser.get("/", "authorization", "bearer " + TOKEN).statusCode()).isEqualTo(200);
  }

  @Test
  void aBrowserGivesTheTokenOnceAndHasACookieThatDoesNotHoldIt() {
    HttpResponse<String> first = browser.get("/?token=" + TOKEN);

    assertThat(first.statusCode()).isEqualTo(303);
    assertThat(first.headers().firstValue("Location").orElseThrow()).endsWith("/");
    String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/").doesNotContain(TOKEN);
    assertThat(first.body()).doesNotContain("<html");
    String value = cookie.replaceFirst(";.*", "");
    assertThat(browser.get("/", "Cookie", value).statusCode()).isEqualTo(200);
    assertThat(browser.get("/", "Cookie", value + "0").statusCode()).isEqualTo(401);
    assertThat(browser.get("/?token=other").statusCode()).isEqualTo(401);
    assertThat(browser.get("/metrics?token=" + TOKEN).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:1", "127.0.0.1", "[::1]:9400", "LOCALHOST", "gavel.example"})
  void onLoopbackItAnswersToItsOwnNames(String host) throws IOException {
    assertThat(status(host)).isEqualTo("200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "localhost.evil.example:80", "127.0.0.1.evil.example"})
  void onLoopbackItDoesNotAnswerToAnyOtherName(String host) throws IOException {
    assertThat(status(host)).isEqualTo("403");
  }

  private String status(String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "GET / HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
              .formatted(host, TOKEN)
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .substring(9, 12);
    }
  }

  @Test
  void everyAnswerSaysWhatAPageMayDo() {
    for (String path : List.of("/", "/none", "/health/live")) {
      HttpResponse<String> answer = browser.get(path);

      assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
          .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
      assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
    }
  }
}
