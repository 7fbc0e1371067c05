package io.gavel.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.gavel.CommittedRecords;
import io.gavel.LocalCluster;
import io.gavel.TestRecords;
import io.gavel.config.AlertmanagerConfig;
import io.gavel.config.DriftConfig;
import io.gavel.config.MonitorConfig;
import io.gavel.config.TopicsConfig;
import io.gavel.metric.MonitorMeters;
import io.gavel.schema.Alert;
import io.gavel.schema.AlertState;
import io.gavel.schema.ScoreWindow;
import io.gavel.serde.RecordSerdes;
import io.gavel.streams.SupervisedStreams;
import io.gavel.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalCluster.class)
class MonitorOnBrokerTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int MODELS = 12;
  private static final int SCORES = 20;

  @TempDir Path folder;

  private final LocalCluster.Servers servers;
  private final TopicsConfig topics;
  private final Serializer<SpecificRecord> serializer;
  private final KafkaProducer<byte[], byte[]> producer;

  MonitorOnBrokerTest(LocalCluster.Servers servers) {
    this.servers = servers;
    topics = servers.newTopics(3);
    serializer = new RecordSerdes(servers.registryConfig()).serializer(SpecificRecord.class);
    producer =
        new KafkaProducer<>(
            servers.kafka().producer(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterEach
  void close() {
    producer.close();
    serializer.close();
  }

  @Test
  void windowsGoOnAfterARestartAndTwoWorkersShareTheSeries() throws Exception {
    servers.createTopics(
        Stream.of(Topic.values()).map(topic -> topic.name(topics.prefix())).toList(), 3);
    MonitorMeters first = new MonitorMeters(new SimpleMeterRegistry());
    MonitorMeters second = new MonitorMeters(new SimpleMeterRegistry());
    try (SupervisedStreams _ = start("first", first)) {
      scores(1);
      await().atMost(PATIENCE).until(() -> isCounted(SCORES));
      assertThat(first.series()).isEqualTo(MODELS);
    }
    assertThat(first.series()).isZero();

    // The second has nothing on its disk: what it takes over comes from the changelogs.
    try (SupervisedStreams _ = start("second", second)) {
      scores(5);
      await().atMost(PATIENCE).until(() -> isCounted(2 * SCORES));
      assertThat(hours().values())
          .allSatisfy(hour -> {
            assertThat(hour.getMean().orElseThrow()).isCloseTo(3, within(1e-9));
            assertThat(hour.getBuckets().getFirst().getCount()).isEqualTo(SCORES);
          });

      try (SupervisedStreams _ = start("first", first)) {
        await()
            .atMost(PATIENCE)
            .until(() -> first.series() > 0 && first.series() + second.series() == MODELS);
        scores(3);
        await().atMost(PATIENCE).until(() -> isCounted(3 * SCORES));
        assertThat(second.series()).isPositive();
      }
    }
  }

  /// What is closed is looked at by whoever has the series then, each window once: of two workers
  /// and a restart in the middle of a fall come one alert.
  @Test
  void anAlertIsRaisedOnceWhicheverWorkerHasTheSeries() throws Exception {
    servers.createTopics(
        Stream.of(Topic.values()).map(topic -> topic.name(topics.prefix())).toList(), 3);
    MonitorMeters first = new MonitorMeters(new SimpleMeterRegistry());
    MonitorMeters second = new MonitorMeters(new SimpleMeterRegistry());
    try (SupervisedStreams _ = start("first", first)) {
      minutes(0, 40, 4);
      minutes(40, 44, 1);
      await().atMost(PATIENCE).until(() -> !alerts().isEmpty());
    }
    try (SupervisedStreams _ = start("second", second);
        SupervisedStreams _ = start("first", first)) {
      minutes(44, 60, 1);
      minutes(60, 100, 4);
      await().atMost(PATIENCE).until(() -> alerts().getLast().getState() == AlertState.CLEARED);
    }
    assertThat(alerts()).extracting(Alert::getState).containsOnlyOnce(AlertState.RAISED);
    assertThat(alerts()).extracting(Alert::getState).containsOnlyOnce(AlertState.CLEARED);
    assertThat(alerts())
        .extracting(Alert::getAlertId)
        .containsOnly(alerts().getFirst().getAlertId());
  }

  private List<Alert> alerts() {
    return new CommittedRecords(servers).values(Topic.ALERTS.name(topics.prefix()), Alert.class);
  }

  /// Twenty scores a minute of one model.
  private void minutes(int from, int to, int score) throws Exception {
    String name = Topic.FEEDBACK.name(topics.prefix());
    List<Future<?>> sent = new ArrayList<>();
    for (int i = 20 * from; i < 20 * to; i++) {
      Instant at = TestRecords.CREATED_AT.plus(Duration.ofSeconds(3L * i));
      byte[] value =
          serializer.serialize(
              name, Outcomes.score(score + i % 2, at).setRequestId("" + i).build());
      sent.add(
          producer.send(
              new ProducerRecord<>(name, ("" + i).getBytes(StandardCharsets.UTF_8), value)));
    }
    for (Future<?> one : sent) {
      one.get(60, TimeUnit.SECONDS);
    }
  }

  private boolean isCounted(int scores) {
    Map<String, ScoreWindow> hours = hours();
    return hours.size() == MODELS
        && hours.values().stream().allMatch(hour -> hour.getCount() == scores);
  }

  /// The newest state of each series' hour.
  private Map<String, ScoreWindow> hours() {
    Map<String, ScoreWindow> newest = new TreeMap<>();
    new CommittedRecords(servers)
        .values(Topic.SCORE_WINDOWS.name(topics.prefix()), ScoreWindow.class).stream()
            .filter(it -> it.getWindowEnd().equals(it.getWindowStart().plus(Duration.ofHours(1))))
            .forEach(it ->
                newest.merge(
                    it.getModel(),
                    it,
                    (one, other) -> one.getCount() > other.getCount() ? one : other));
    return newest;
  }

  private void scores(int score) throws Exception {
    String name = Topic.FEEDBACK.name(topics.prefix());
    List<Future<?>> sent = new ArrayList<>();
    for (int i = 0; i < SCORES; i++) {
      Instant at = TestRecords.CREATED_AT.plus(Duration.ofMinutes(i));
      for (int model = 0; model < MODELS; model++) {
        byte[] value =
            serializer.serialize(
                name, Outcomes.score(score, at).setModel("model-" + model).build());
        byte[] key = ("generation-" + i).getBytes(StandardCharsets.UTF_8);
        sent.add(producer.send(new ProducerRecord<>(name, key, value)));
      }
    }
    for (Future<?> one : sent) {
      one.get(60, TimeUnit.SECONDS);
    }
  }

  private SupervisedStreams start(String workerId, MonitorMeters meters) {
    SupervisedStreams streams =
        MonitorStreams.of(
            new MonitorConfig(
                "monitor-" + topics.prefix(),
                List.of(Duration.ofMinutes(1), Duration.ofHours(1)),
                Duration.ofHours(1),
                100,
                Duration.ofDays(7),
                List.of(),
                100,
                Duration.ofMillis(200),
                folder.toString(),
                1,
                new DriftConfig(
                    true,
                    Duration.ofSeconds(3),
                    0.01,
                    1,
                    Duration.ofDays(1),
                    Duration.ofMinutes(10),
                    false),
                AlertmanagerConfig.OFF),
            topics,
            servers.kafka(),
            new RecordSerdes(servers.registryConfig()),
            meters,
            workerId);
    streams.start();
    return streams;
  }
}
