package io.gavel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gavel.config.GavelConfig;
import io.gavel.config.GetRewardConfig;
import io.gavel.config.Role;
import io.gavel.config.Secret;
import io.gavel.config.TopicsConfig;
import io.gavel.config.WebConfig;
import io.gavel.config.WebTlsConfig;
import io.gavel.schema.Alert;
import io.gavel.schema.AlertState;
import io.gavel.schema.Feedback;
import io.gavel.schema.JudgeRequest;
import io.gavel.serde.RecordSerdes;
import io.gavel.topic.RequestPosition;
import io.gavel.topic.Topic;
import io.gavel.web.TestingBrowser;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// The API of whole workers, over HTTP, with a real broker.
@Timeout(900)
@ExtendWith(LocalCluster.class)
final class WebRoleTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int MODELS = 20;
  private static final Secret TOKEN = new Secret("a-token-of-web");
  private static final String HOSTILE =
      "<script>alert(1)</script>\u0000\u001b[31m\u202e " + "x".repeat(200_000);

  private final LocalCluster.Servers servers;
  private final TopicsConfig topics;
  private final RecordSerdes serdes;
  private final KafkaProducer<byte[], byte[]> producer;

  WebRoleTest(LocalCluster.Servers servers) {
    this.servers = servers;
    topics = servers.newTopics(4);
    serdes = new RecordSerdes(servers.registryConfig());
    producer =
        new KafkaProducer<>(
            servers.kafka().producer(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  @BeforeEach
  void createTopics() {
    servers.createTopics(
        Stream.of(Topic.values()).map(topic -> topic.name(topics.prefix())).toList(), 4);
  }

  @AfterEach
  void closeTheProducer() {
    producer.close();
  }

  private WatchedWorker start(String workerId, WebConfig web, Role... roles) {
    GavelConfig base =
        TestConfigs.of(
                workerId + topics.prefix(), servers.kafka(), servers.registryConfig(), topics)
            .build();
    return WatchedWorker.start(
        new GavelConfig(
            base.workerId(),
            Set.of(roles),
            base.kafka(),
            base.registry(),
            base.topics(),
            base.enrich(),
            base.engine(),
            base.judge(),
            base.reward(),
            base.monitor(),
            web,
            base.tracing()),
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
  }

  private static WebConfig web(String listen, URI... workers) {
    return new WebConfig(
        listen,
        "",
        List.of(workers),
        TOKEN,
        WebTlsConfig.OFF,
        WebConfig.REQUESTS_PER_SECOND,
        GetRewardConfig.OFF);
  }

  private static TestingBrowser browser(WatchedWorker worker) {
    return new TestingBrowser(
        worker.address().orElseThrow(), "Authorization", "Bearer " + TOKEN.value());
  }

  private <T extends SpecificRecord> RecordMetadata send(
      Topic topic, String key, T value, Class<T> type, RecordHeaders headers)
      throws InterruptedException, ExecutionException, TimeoutException {
    String name = topic.name(topics.prefix());
    return producer
        .send(
            new ProducerRecord<>(
                name,
                null,
                key.getBytes(StandardCharsets.UTF_8),
                serdes.serializer(type).serialize(name, value),
                headers))
        .get(60, TimeUnit.SECONDS);
  }

  /// Feedback of one model, and the request that it is of.
  private void judge(String id, String model) throws Exception {
    JudgeRequest request =
        TestRecords.judgeRequest(id)
            .setGeneration(TestRecords.generation(id).setModel(model).setResponse(HOSTILE).build())
            .build();
    RecordMetadata stands =
        send(Topic.JUDGE_REQUESTS, id, request, JudgeRequest.class, new RecordHeaders());
    RecordHeaders headers = new RecordHeaders();
    new RequestPosition(stands.partition(), stands.offset()).addTo(headers);
    Feedback feedback =
        Feedback.newBuilder()
            .setRequestId(request.getRequestId())
            .setGenerationId(id)
            .setApplication("support")
            .setModel(model)
            .setGeneratedAt(Instant.now())
            .setRubricId("resolution")
            .setRubricVersion(1)
            .setScore(4)
            .setFeedback("Good. " + HOSTILE.substring(0, 100))
            .setJudgement(TestRecords.judgement(4))
            .build();
    send(Topic.FEEDBACK, id, feedback, Feedback.class, headers);
  }

  private void judgeAll() throws Exception {
    for (int model = 0; model < MODELS; model++) {
      judge("g" + model, "model-" + model);
    }
  }

  private static List<String> series(TestingBrowser browser, String query) {
    return browser.json("/api/series" + query).path("series").findValuesAsText("key");
  }

  private static void awaitSeries(TestingBrowser browser, String query) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(series(browser, query)).hasSize(MODELS));
  }

  @Test
  void whatIsJudgedIsShownAndToldAsItComes() throws Exception {
    Alert.Builder alert =
        Alert.newBuilder()
            .setAlertId("a")
            .setState(AlertState.RAISED)
            .setMoved("mean")
            .setApplication("support")
            .setModel("model-1")
            .setRubricId("resolution")
            .setBaseline(4)
            .setCurrent(3)
            .setEvidence(200)
            .setThreshold(100)
            .setSince(TestRecords.CREATED_AT)
            .setRaisedAt(TestRecords.CREATED_AT)
            .setExamples(List.of("request-of-g1"))
            .setSummary("It fell.")
            .setStandIn(false);
    String key = "support/model-1/resolution";
    send(Topic.ALERTS, key, alert.build(), Alert.class, new RecordHeaders());
    alert.setState(AlertState.CLEARED);
    send(Topic.ALERTS, key, alert.build(), Alert.class, new RecordHeaders());
    judgeAll();

    try (WatchedWorker worker = start("one", web("127.0.0.1:0"), Role.MONITOR, Role.WEB);
        TestingBrowser browser = browser(worker)) {
      awaitSeries(browser, "");
      await()
          .atMost(PATIENCE)
          .until(() -> browser.json("/api/feedback").path("feedback").size() == MODELS);
      JsonNode first = browser.json("/api/series").path("series").path(0);
      assertThat(first.path("key").asText()).isEqualTo("support/model-0/resolution");
      assertThat(first.path("mean").asDouble()).isEqualTo(4);
      assertThat(first.path("scale").toString()).isEqualTo("{\"minimum\":1,\"maximum\":5}");

      // Another topic than that of the feedback, read in any order.
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> {
            JsonNode alerts = browser.json("/api/alerts").path("alerts");
            assertThat(alerts).hasSize(1);
            assertThat(alerts.path(0).path("state").asText()).isEqualTo("cleared");
            assertThat(alerts.path(0).path("series_key").asText())
                .isEqualTo("support/model-1/resolution");
          });

      JsonNode whole = browser.json("/api/feedback/request-of-g7");
      assertThat(whole.path("model").asText()).isEqualTo("model-7");
      assertThat(whole.path("response").asText()).isEqualTo(HOSTILE);
      assertThat(whole.path("criteria").asText()).isNotEmpty();
      assertThat(browser.json("/api/feedback?model=model-7").path("feedback")).hasSize(1);

      try (Socket socket = listen(worker)) {
        BufferedReader events =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        assertThat(next(events)).contains("series", "feedback");
        judge("later", "model-3");
        awaitChanges(events, Set.of("feedback", "series"));
      }
      assertThat(browser.get("/health/ready").body()).contains("\"web\"");
    }
  }

  private static Socket listen(WatchedWorker worker) throws IOException {
    Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), worker.address().orElseThrow().getPort());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket
        .getOutputStream()
        .write(
            "GET /api/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
                .formatted(TOKEN.value())
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String next(BufferedReader events) throws IOException {
    String line = events.readLine();
    while (line != null && !line.startsWith("data:")) {
      line = events.readLine();
    }
    return String.valueOf(line);
  }

  private static void awaitChanges(BufferedReader events, Set<String> what) throws IOException {
    Set<String> left = new HashSet<>(what);
    while (!left.isEmpty()) {
      String line = next(events);
      assertThat(line).isNotEqualTo("null");
      left.removeIf(it -> line.contains('"' + it + '"'));
    }
  }

  @Test
  void everyWorkerAnswersForAllOfThemAndAgainAfterOneHasGoneOrStartedAnew() throws Exception {
    judgeAll();
    try (WatchedWorker one = start("one", web("127.0.0.1:0"), Role.MONITOR, Role.WEB);
        TestingBrowser first = browser(one)) {
      awaitSeries(first, "");
      String address;
      try (WatchedWorker two = start("two", web("127.0.0.1:0"), Role.MONITOR, Role.WEB);
          TestingBrowser second = browser(two)) {
        address = "127.0.0.1:" + two.address().orElseThrow().getPort();
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(200))
            .untilAsserted(() -> {
              List<String> ofOne = series(first, "?local=true");
              List<String> ofTwo = series(second, "?local=true");
              assertThat(ofTwo).isNotEmpty();
              assertThat(ofOne).isNotEmpty().doesNotContainAnyElementsOf(ofTwo);
              assertThat(ofOne.size() + ofTwo.size()).isEqualTo(MODELS);
              assertThat(series(first, "")).hasSize(MODELS).isEqualTo(series(second, ""));
              assertThat(first.json("/api/series").path("missing")).isEmpty();
            });
        try (WatchedWorker page =
                start(
                    "page",
                    web("127.0.0.1:0", one.address().orElseThrow(), two.address().orElseThrow()),
                    Role.WEB);
            TestingBrowser third = browser(page)) {
          // A worker that takes too long to answer is left out, and asked again the next time.
          await()
              .atMost(PATIENCE)
              .untilAsserted(() -> {
                assertThat(series(third, "")).hasSize(MODELS).isEqualTo(series(first, ""));
                assertThat(third.json("/api/funnel").path("missing")).isEmpty();
              });
        }
      }
      awaitSeries(first, "?local=true");
      awaitSeries(first, "");

      try (WatchedWorker again = start("two", web(address), Role.MONITOR, Role.WEB);
          TestingBrowser second = browser(again)) {
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(200))
            .untilAsserted(() -> {
              assertThat(series(second, "?local=true")).isNotEmpty();
              assertThat(series(second, "")).hasSize(MODELS);
            });
        assertThat(second.json("/api/worker").path("roles").toString())
            .isEqualTo("[\"monitor\",\"web\"]");
      }
      awaitSeries(first, "?local=true");
      try (WatchedWorker silent = start("silent", WebConfig.at(""), Role.MONITOR)) {
        assertThat(silent.address()).isEmpty();
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(200))
            .untilAsserted(() -> {
              JsonNode answer = first.json("/api/series");
              assertThat(answer.path("series")).isNotEmpty().hasSizeLessThan(MODELS);
              assertThat(answer.path("missing").toString())
                  .contains("partition ", " of the series");
            });
      }
    }
  }
}
