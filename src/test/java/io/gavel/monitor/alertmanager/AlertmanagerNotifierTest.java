package io.gavel.monitor.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gavel.LocalCluster;
import io.gavel.config.AlertmanagerConfig;
import io.gavel.config.Secret;
import io.gavel.config.TopicsConfig;
import io.gavel.health.Health;
import io.gavel.metric.AlertmanagerMeters;
import io.gavel.metric.CataloguedMeters;
import io.gavel.schema.Alert;
import io.gavel.schema.AlertState;
import io.gavel.serde.RecordSerdes;
import io.gavel.topic.Topic;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalCluster.class)
final class AlertmanagerNotifierTest {
  private static final Duration SOON = Duration.ofMinutes(1);

  private final LocalCluster.Servers servers;
  private final TopicsConfig topics;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private TestingAlertmanager alertmanager = TestingAlertmanager.start();

  AlertmanagerNotifierTest(LocalCluster.Servers servers) {
    this.servers = servers;
    this.topics = servers.newTopics(2);
  }

  @BeforeEach
  void createTopic() {
    servers.createTopics(List.of(Topic.ALERTS.name(topics.prefix())), 2);
  }

  @AfterEach
  void stop() {
    alertmanager.close();
  }

  private AlertmanagerNotifier start(AlertmanagerConfig config) {
    return AlertmanagerNotifier.start(
        config,
        topics,
        servers.kafka(),
        new RecordSerdes(servers.registryConfig()),
        new AlertmanagerMeters(registry),
        "worker");
  }

  private AlertmanagerNotifier start() {
    return start(config(List.of(alertmanager.address()), Secret.NONE, "", Secret.NONE));
  }

  private static AlertmanagerConfig config(
      List<URI> urls, Secret token, String user, Secret password) {
    return new AlertmanagerConfig(
        urls, token, user, password, Duration.ofSeconds(1), "warning", "https://grafana/d/gavel");
  }

  private void publish(Alert... alerts) throws InterruptedException, ExecutionException {
    try (Serializer<Alert> values =
            new RecordSerdes(servers.registryConfig()).serializer(Alert.class);
        KafkaProducer<String, Alert> producer =
            new KafkaProducer<>(servers.kafka().producer(), new StringSerializer(), values)) {
      for (Alert alert : alerts) {
        producer
            .send(new ProducerRecord<>(Topic.ALERTS.name(topics.prefix()), alert.getModel(), alert))
            .get();
      }
    }
  }

  private static Instant endsAt(JsonNode alert) {
    return Instant.parse(alert.path("endsAt").asText());
  }

  /// Each is told again every second, for four more: one look may come later than that.
  private void awaitOpen(int alerts) {
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(alertmanager.alerts())
                .hasSize(alerts)
                .allSatisfy(alert -> assertThat(endsAt(alert)).isAfter(Instant.now())));
  }

  @Test
  void anAlertIsToldWhileItIsOpenAndOnceMoreWhenItIsOver() throws Exception {
    publish(Alerts.of("a", AlertState.RAISED, 3.1));
    try (AlertmanagerNotifier notifier = start()) {
      await().atMost(SOON).until(() -> alertmanager.posts() >= 2);

      JsonNode open = alertmanager.alerts().getFirst();
      assertThat(open.path("labels").path("alertname").asText()).isEqualTo("GavelDrift");
      assertThat(open.path("startsAt").asText()).isEqualTo("2026-03-01T10:00:00Z");
      awaitOpen(1);
      assertThat(open.path("generatorURL").asText()).isEqualTo("https://grafana/d/gavel");
      assertThat(open.path("annotations").path("summary").asText())
          .isEqualTo("The mean fell from 3.9 to 3.1");
      assertThat(open.path("annotations").path("examples").asText())
          .isEqualTo("request-1, request-2");
      assertThat(open.path("annotations").path("baseline").asText()).isEqualTo("3.9");
      assertThat(open.path("annotations").has("stand_in")).isTrue();
      assertThat(notifier.health()).isEqualTo(Health.RUNNING);

      publish(Alerts.of("a", AlertState.CLEARED, 3.9));
      // An end that has passed is not enough: one that was not told again for a while has it too.
      await()
          .atMost(SOON)
          .until(() ->
              alertmanager.alerts().getFirst().at("/annotations/current").asText().equals("3.9"));

      assertThat(endsAt(alertmanager.alerts().getFirst())).isBeforeOrEqualTo(Instant.now());
      assertThat(alertmanager.alerts()).hasSize(1);
      assertThat(alertmanager.refusals()).isEmpty();
      assertThat(registry.scrape()).contains("gavel_alertmanager_open 0.0");
      CataloguedMeters.assertAllIn(registry);
    }
  }

  @Test
  void whatIsOpenIsToldToAnAlertmanagerThatWasAwayAndStartsEmpty() throws Exception {
    URI address = alertmanager.address();
    alertmanager.close();
    publish(Alerts.of("a", AlertState.RAISED, 3.1), Alerts.of("b", AlertState.RAISED, 2.2));
    publish(Alerts.of("b", AlertState.CLEARED, 3.9), Alerts.of("b", AlertState.RAISED, 2.0));
    try (AlertmanagerNotifier notifier =
        start(config(List.of(address), Secret.NONE, "", Secret.NONE))) {
      await()
          .atMost(SOON)
          .until(() -> notifier.health().detail().contains("cannot be told: " + address));
      assertThat(notifier.health().isReady()).isTrue();

      alertmanager = TestingAlertmanager.startAt(address);

      awaitOpen(2);
      await().atMost(SOON).until(() -> notifier.health().detail().isEmpty());
      assertThat(registry.scrape())
          .contains("gavel_alertmanager_alerts_total{outcome=\"unreachable\",url=\"" + address);
    }
  }

  @Test
  void everyAlertmanagerIsToldThoughOneRefuses() throws Exception {
    publish(Alerts.of("a", AlertState.RAISED, 3.1));
    try (TestingAlertmanager refusing = TestingAlertmanager.start()) {
      refusing.answer(503);
      try (AlertmanagerNotifier notifier =
          start(
              config(
                  List.of(refusing.address(), alertmanager.address()),
                  new Secret("hush"),
                  "",
                  Secret.NONE))) {
        await().atMost(SOON).until(() -> alertmanager.alerts().size() == 1);

        assertThat(alertmanager.authorizations()).contains("Bearer hush");
        // It says so once it has told all of them.
        await()
            .atMost(SOON)
            .untilAsserted(() ->
                assertThat(notifier.health().detail()).contains(refusing.address().toString()));
        refusing.answer(200);
        await().atMost(SOON).until(() -> refusing.alerts().size() == 1);
      }
    }
  }

  @Test
  void aUserAndPasswordGoAsBasicAuthentication() throws Exception {
    publish(Alerts.of("a", AlertState.RAISED, 3.1));
    try (AlertmanagerNotifier notifier =
        start(config(List.of(alertmanager.address()), Secret.NONE, "me", new Secret("hush")))) {
      await().atMost(SOON).until(() -> alertmanager.posts() >= 1);

      assertThat(alertmanager.authorizations()).contains("Basic bWU6aHVzaA==");
      assertThat(notifier.health().isLive()).isTrue();
    }
  }
}
