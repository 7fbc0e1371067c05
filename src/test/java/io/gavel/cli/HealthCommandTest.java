package io.gavel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.TestCertificates;
import io.gavel.config.GetRewardConfig;
import io.gavel.config.Role;
import io.gavel.config.Secret;
import io.gavel.config.WebConfig;
import io.gavel.config.WebTlsConfig;
import io.gavel.health.Health;
import io.gavel.web.HealthRoutes;
import io.gavel.web.WebServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a worker's own HTTP server.
final class HealthCommandTest {
  @TempDir private Path folder;

  private final Map<Role, Health> roles = new EnumMap<>(Map.of(Role.JUDGE, Health.RUNNING));
  private final WebServer server =
      WebServer.start(WebConfig.at("127.0.0.1:0"), List.of(new HealthRoutes(() -> roles)));

  @AfterEach
  void stop() {
    server.close();
  }

  private TestingCommandLine.Result health(String listen, String... options) throws IOException {
    Path config =
        Files.writeString(folder.resolve("gavel.yaml"), "web: {listen: \"" + listen + "\"}\n");
    List<String> arguments = new ArrayList<>(List.of("health", "--config", config.toString()));
    arguments.addAll(List.of(options));
    return TestingCommandLine.run(arguments.toArray(String[]::new));
  }

  private String everywhere() {
    return "0.0.0.0:" + server.address().getPort();
  }

  @Test
  void whereAllRolesRunItIsReady() throws IOException {
    var result = health(everywhere());

    assertThat(result.exitCode()).isZero();
    assertThat(result.out().lines()).containsExactly("ready", "  judge    running");
  }

  @Test
  void whereARoleWaitsItSaysForWhatAndIsStillLive() throws IOException {
    roles.put(Role.JUDGE, Health.waiting("the broker does not answer"));

    var ready = health(everywhere());
    assertThat(ready.exitCode()).isEqualTo(1);
    assertThat(ready.out().lines())
        .containsExactly("not ready", "  judge    waiting: the broker does not answer");

    assertThat(health(everywhere(), "--live").exitCode()).isZero();
  }

  @Test
  void whereNoWorkerAnswersItSaysWhere() throws IOException {
    // No port that was free a moment ago: somebody else may have it by now.
    var result = health("127.0.0.1:1");

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err())
        .startsWith("gavel: no worker answers at http://127.0.0.1:1/health/ready: ");
  }

  @Test
  void whereNoPortIsSetItCannotAsk() throws IOException {
    assertThat(health("127.0.0.1:0").exitCode()).isEqualTo(2);
    assertThat(health("").err()).contains("web.listen");
  }

  @Test
  void aWorkerWithTlsIsAskedByTlsAndItsOwnCertificateAloneIsTrusted() throws Exception {
    TestCertificates own = TestCertificates.make(folder.resolve("own"));
    TestCertificates others = TestCertificates.make(folder.resolve("others"));
    WebConfig secured =
        new WebConfig(
            "127.0.0.1:0",
            "",
            List.of(),
            Secret.NONE,
            new WebTlsConfig(own.certificate().toString(), own.key().toString()),
            0,
            GetRewardConfig.OFF);
    try (WebServer tls = WebServer.start(secured, List.of(new HealthRoutes(() -> roles)))) {
      String listen = "0.0.0.0:" + tls.address().getPort();

      assertThat(health(listen, own).out().lines()).first().isEqualTo("ready");
      assertThat(health(listen, others).exitCode()).isEqualTo(3);
    }
  }

  private TestingCommandLine.Result health(String listen, TestCertificates trusted)
      throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("tls.yaml"),
            "web: {listen: \"%s\", tls: {certificate: %s, key: %s}}\n"
                .formatted(listen, trusted.certificate(), trusted.key()));
    return TestingCommandLine.run("health", "--config", config.toString());
  }
}
