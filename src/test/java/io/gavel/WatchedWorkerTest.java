package io.gavel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gavel.config.GavelConfig;
import io.gavel.config.KafkaConfig;
import io.gavel.config.Role;
import io.gavel.config.TopicsConfig;
import io.gavel.config.WebConfig;
import io.gavel.health.Health;
import io.gavel.metric.CataloguedMeters;
import io.gavel.topic.Topic;
import io.gavel.web.AddressTakenException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A worker's meters and health, over HTTP, with a real broker or with none.
@ExtendWith(LocalCluster.class)
final class WatchedWorkerTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final WebConfig ANY_PORT = WebConfig.at("127.0.0.1:0");

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final HttpClient client = HttpClient.newHttpClient();
  private final LocalCluster.Servers servers;
  private final TopicsConfig topics;

  WatchedWorkerTest(LocalCluster.Servers servers) {
    this.servers = servers;
    topics = servers.newTopics(2);
  }

  @AfterEach
  void closeTheClient() {
    client.close();
  }

  private GavelConfig config(KafkaConfig kafka, WebConfig web, Set<Role> roles) {
    GavelConfig base =
        TestConfigs.of("watched-" + topics.prefix(), kafka, servers.registryConfig(), topics)
            .build();
    return new GavelConfig(
        base.workerId(),
        roles,
        base.kafka(),
        base.registry(),
        base.topics(),
        base.enrich(),
        base.engine(),
        base.judge(),
        base.reward(),
        base.monitor(),
        web,
        base.tracing());
  }

  private HttpResponse<String> get(URI address, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(address.resolve(path)).build(), BodyHandlers.ofString());
  }

  @Test
  void aWorkerBecomesReadyShowsItsMetersAndStopsAnsweringWhenItIsClosed() throws Exception {
    servers.createTopics(
        Stream.of(Topic.values()).map(topic -> topic.name(topics.prefix())).toList(), 2);
    URI address;
    try (WatchedWorker worker =
        WatchedWorker.start(config(servers.kafka(), ANY_PORT, EnumSet.allOf(Role.class)), meters)) {
      address = worker.address().orElseThrow();

      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> {
            HttpResponse<String> ready = get(address, "/health/ready");
            assertThat(ready.body()).contains("\"status\" : \"ready\"");
            assertThat(ready.statusCode()).isEqualTo(200);
          });

      assertThat(get(address, "/health/live").statusCode()).isEqualTo(200);
      assertThat(get(address, "/metrics").body())
          .contains(
              "gavel_engine_in_flight 0.0",
              "gavel_generations_waiting 0.0",
              "gavel_judge_waiting{cause=\"unreachable\",profile=\"prometheus\"} 0.0",
              "jvm_memory_used_bytes",
              "jvm_gc_",
              "jvm_threads_live_threads",
              "process_uptime_seconds");
      CataloguedMeters.assertAllIn(meters);
    }
    assertThatThrownBy(() -> get(address, "/")).isInstanceOf(ConnectException.class);
  }

  @Test
  void whileNoBrokerAnswersTheJudgeIsLiveAndNotReadyAndSaysWhy() throws Exception {
    KafkaConfig unreachable = KafkaConfig.of("127.0.0.1:9");
    try (WatchedWorker worker =
        WatchedWorker.start(config(unreachable, ANY_PORT, EnumSet.of(Role.JUDGE)), meters)) {
      URI address = worker.address().orElseThrow();
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> {
            HttpResponse<String> ready = get(address, "/health/ready");
            assertThat(ready.body()).contains("\"waiting\"", "the broker does not answer");
            assertThat(ready.statusCode()).isEqualTo(503);
          });
      assertThat(get(address, "/health/live").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aRoleThatFailsTurnsBothTo503() throws Exception {
    KafkaConfig broken =
        new KafkaConfig(
            servers.kafka().bootstrapServers(),
            Map.of(
                "config.providers",
                "broken",
                "config.providers.broken.class",
                "io.gavel.enrich.TestingBrokenProvider"),
            Map.of(),
            Map.of(),
            Map.of());
    try (WatchedWorker worker =
        WatchedWorker.start(config(broken, ANY_PORT, EnumSet.of(Role.ENRICH)), meters)) {
      URI address = worker.address().orElseThrow();
      await().atMost(PATIENCE).until(() -> worker.failure().isPresent());

      assertThat(get(address, "/health/live").statusCode()).isEqualTo(503);
      assertThat(get(address, "/health/ready").body()).contains("\"failed\"");
    }
  }

  @Test
  void aPortThatIsTakenStartsNothing() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      WebConfig taken = WebConfig.at("127.0.0.1:" + other.getLocalPort());
      GavelConfig config = config(servers.kafka(), taken, EnumSet.of(Role.JUDGE));

      assertThatThrownBy(() -> WatchedWorker.start(config, meters))
          .isInstanceOf(AddressTakenException.class);

      assertThat(meters.getMeters()).isEmpty();
    }
  }

  @Test
  void withoutAnAddressThereIsNoServerAndTheWorkerIsStillToldAbout() {
    GavelConfig config = config(servers.kafka(), WebConfig.at(""), EnumSet.of(Role.JUDGE));
    WatchedWorker worker = WatchedWorker.start(config, meters);
    try (worker) {
      assertThat(worker.address()).isEmpty();
      assertThat(worker.health()).containsOnlyKeys(Role.JUDGE);
    }
    assertThat(worker.health()).isEqualTo(Map.of(Role.JUDGE, Health.STOPPED));
  }
}
