package io.gavel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.LocalCluster;
import io.gavel.config.TopicsConfig;
import io.gavel.topic.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalCluster.class)
final class ResetCommandTest {
  @TempDir private Path folder;
  private final LocalCluster.Servers servers;
  private final TopicsConfig topics;
  private final String application;
  private final List<String> internal;
  private final List<String> kept;

  ResetCommandTest(LocalCluster.Servers servers) {
    this.servers = servers;
    topics = servers.newTopics(1);
    application = "monitor-" + topics.prefix() + "x";
    internal = List.of(application + "-windows-changelog", application + "-by-series-repartition");
    kept =
        List.of(
            application + "-replay-trial-windows-changelog",
            application + "2-windows-changelog",
            Topic.FEEDBACK.name(topics.prefix()),
            Topic.DEAD_LETTERS.name(topics.prefix()));
  }

  @BeforeEach
  void aRoleHasRun() throws Exception {
    servers.createTopics(Stream.concat(internal.stream(), kept.stream()).toList(), 1);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            servers.kafka().producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(Topic.FEEDBACK.name(topics.prefix()), new byte[] {1}))
          .get(60, TimeUnit.SECONDS);
    }
    try (Admin admin = Admin.create(servers.kafka().admin())) {
      admin
          .alterConsumerGroupOffsets(
              application,
              Map.of(new TopicPartition(internal.getLast(), 0), new OffsetAndMetadata(0)))
          .all()
          .get(60, TimeUnit.SECONDS);
    }
    Files.writeString(
        folder.resolve("g.yaml"),
        """
        kafka: {bootstrap_servers: '%s'}
        topics: {prefix: %s}
        monitor: {application_id: %s, state_dir: /var/lib/gavel}
        """
            .formatted(servers.broker().bootstrapServers(), topics.prefix(), application));
  }

  @Test
  void aDryRunSaysWhatIsDeletedAndDeletesNothing() throws Exception {
    var result = reset("--dry-run", "--from-beginning");

    assertThat(result.exitCode()).as(result.toString()).isZero();
    assertThat(result.out())
        .isEqualToNormalizingNewlines(
            """
            delete topic %s
            delete topic %s
            delete offsets of group %s
            then, on every worker, delete the folders named %s below /var/lib/gavel
            """
                .formatted(internal.getLast(), internal.getFirst(), application, application));
    assertThat(existing()).containsAll(internal);
  }

  @Test
  void theRolesOwnTopicsGoAndItGoesOnWhereItsInputEnds() throws Exception {
    var result = reset("--yes");

    assertThat(result.exitCode()).as(result.toString()).isZero();
    assertThat(result.out()).contains("reset: role=monitor internal_topics=2");
    // The controller answers before the broker knows.
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> assertThat(existing()).containsAll(kept).doesNotContainAnyElementsOf(internal));
    assertThat(offsets())
        .isEqualTo(
            Map.of(
                Topic.FEEDBACK.name(topics.prefix()), 1L,
                Topic.DEAD_LETTERS.name(topics.prefix()), 0L));
    assertThat(reset("--yes").exitCode()).as("once more").isZero();
  }

  @Test
  void aRoleThatRunsIsLeftAlone() throws Exception {
    Map<String, Object> properties = servers.kafka().consumer();
    properties.put("group.id", application);
    try (KafkaConsumer<byte[], byte[]> worker =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      worker.subscribe(List.of(Topic.FEEDBACK.name(topics.prefix())));
      while (worker.assignment().isEmpty()) {
        worker.poll(Duration.ofMillis(100));
      }

      var result = reset("--yes");

      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.err()).contains("has 1 members: stop every worker of the role first");
    }
    assertThat(existing()).containsAll(internal);
  }

  @Test
  void aRoleWithoutStoresIsRefused() {
    assertThat(
            TestingCommandLine.run(
                "reset", "--role", "judge", "--yes", "-c", folder.resolve("g.yaml").toString()))
        .satisfies(result -> {
          assertThat(result.exitCode()).isEqualTo(2);
          assertThat(result.err()).contains("enrich, reward, monitor");
        });
  }

  private TestingCommandLine.Result reset(String... more) throws IOException {
    return TestingCommandLine.run(
        Stream.concat(
                Stream.of("reset", "--role", "monitor", "-c", folder.resolve("g.yaml").toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private Set<String> existing() throws Exception {
    try (Admin admin = Admin.create(servers.kafka().admin())) {
      return admin.listTopics().names().get(60, TimeUnit.SECONDS);
    }
  }

  private Map<String, Long> offsets() throws Exception {
    try (Admin admin = Admin.create(servers.kafka().admin())) {
      return admin
          .listConsumerGroupOffsets(application)
          .partitionsToOffsetAndMetadata()
          .get(60, TimeUnit.SECONDS)
          .entrySet()
          .stream()
          .collect(Collectors.toMap(it -> it.getKey().topic(), it -> it.getValue().offset()));
    }
  }
}
