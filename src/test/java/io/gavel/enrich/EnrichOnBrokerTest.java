package io.gavel.enrich;

import static io.gavel.enrich.Samples.generation;
import static io.gavel.enrich.Samples.policy;
import static io.gavel.enrich.Samples.reference;
import static io.gavel.enrich.Samples.rubric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.CommittedRecords;
import io.gavel.LocalCluster;
import io.gavel.TestingRelay;
import io.gavel.config.EnrichConfig;
import io.gavel.config.KafkaConfig;
import io.gavel.config.RegistryConfig;
import io.gavel.config.TopicsConfig;
import io.gavel.health.Health;
import io.gavel.metric.FunnelMeters;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Policy;
import io.gavel.schema.Reference;
import io.gavel.schema.ReferenceUse;
import io.gavel.schema.Rubric;
import io.gavel.schema.RubricMode;
import io.gavel.serde.RecordSerdes;
import io.gavel.streams.SupervisedStreams;
import io.gavel.topic.Topic;
import io.gavel.trace.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalCluster.class)
class EnrichOnBrokerTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int REFERENCE_PARTITIONS = 3;

  @TempDir Path folder;

  private final LocalCluster.Servers servers;
  private final TopicsConfig topics;
  private final Serializer<SpecificRecord> serializer;
  private final KafkaProducer<byte[], byte[]> producer;
  private final FunnelMeters meters = new FunnelMeters(new SimpleMeterRegistry());

  EnrichOnBrokerTest(LocalCluster.Servers servers) {
    this.servers = servers;
    topics = servers.newTopics(2);
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
  void referencesAreFoundWhateverThePartitionsAndPoisonHurtsNoNeighbour() throws Exception {
    createTopics();
    send(Topic.RUBRICS, rubric("r", ReferenceUse.REQUIRED).build());
    send(Topic.POLICIES, policy("p", "r").build());
    send(
        Topic.REFERENCES,
        IntStream.range(0, 20)
            .mapToObj(i -> reference("ref" + i, "Answer " + i))
            .toArray(Reference[]::new));

    try (SupervisedStreams streams = start("worker", servers.registryConfig())) {
      for (int i = 0; i < 60; i++) {
        send(Topic.GENERATIONS, generation("g" + i).setReferenceId("ref" + i % 40).build());
        if (i % 20 == 10) {
          sendBytes(Topic.GENERATIONS, "poison" + i, "nonsense".getBytes(StandardCharsets.UTF_8));
        }
      }
      send(
          Topic.REFERENCES,
          IntStream.range(20, 40)
              .mapToObj(i -> reference("ref" + i, "Answer " + i))
              .toArray(Reference[]::new));

      await().atMost(PATIENCE).until(() -> requests().size() >= 60 && deadLetters().size() >= 3);
      // Its second thread may still be joining.
      await().atMost(PATIENCE).until(() -> streams.health().state() == Health.State.RUNNING);
    }
    assertThat(requests())
        .hasSize(60)
        .allSatisfy(request ->
            assertThat(request.getReferenceAnswer())
                .contains(
                    "Answer "
                        + request
                            .getGeneration()
                            .getReferenceId()
                            .orElseThrow()
                            .substring("ref".length())))
        .extracting(JudgeRequest::getRequestId)
        .doesNotHaveDuplicates();
    assertThat(deadLetters())
        .hasSize(3)
        .extracting(DeadLetter::getReason)
        .containsOnly("unreadable_record");
    assertThat(partitions(config().applicationId() + "-by-reference-repartition"))
        .isEqualTo(REFERENCE_PARTITIONS);
  }

  @Test
  void whatWaitsSurvivesTheWorkerThatHeldIt() throws Exception {
    createTopics();
    send(Topic.RUBRICS, rubric("r", ReferenceUse.REQUIRED).build());
    send(Topic.POLICIES, policy("p", "r").build());
    try (SupervisedStreams _ = start("first", servers.registryConfig())) {
      for (int i = 0; i < 10; i++) {
        send(Topic.GENERATIONS, generation("g" + i).setReferenceId("ref" + i).build());
      }
      await().atMost(PATIENCE).until(() -> meters.waiting() == 10);
    }
    // Closing returns after a while, whether or not all is closed.
    await().atMost(PATIENCE).until(() -> meters.waiting() == 0);

    try (SupervisedStreams _ = start("second", servers.registryConfig())) {
      await().atMost(PATIENCE).until(() -> meters.waiting() == 10);
      for (int i = 0; i < 10; i++) {
        send(Topic.REFERENCES, reference("ref" + i, "Answer."));
      }

      await().atMost(PATIENCE).until(() -> requests().size() >= 10);
    }
    assertThat(requests())
        .hasSize(10)
        .extracting(JudgeRequest::getRequestId)
        .doesNotHaveDuplicates();
    await().atMost(PATIENCE).until(() -> meters.waiting() == 0);
  }

  @Test
  void whoStopsLeavesItsGroupAndIsNotWaitedForUntilItsSessionEnds() throws Exception {
    createTopics();
    KafkaConfig patient =
        servers
            .kafka()
            .withStreamsProperty(
                "main.consumer.session.timeout.ms",
                String.valueOf(PATIENCE.multipliedBy(2).toMillis()));
    try (SupervisedStreams streams = start("first", servers.registryConfig(), patient)) {
      await().atMost(PATIENCE).until(() -> streams.health().state() == Health.State.RUNNING);
    }
    String group = config().applicationId();
    try (Admin admin = Admin.create(servers.kafka().admin())) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(
                      admin
                          .describeConsumerGroups(List.of(group))
                          .all()
                          .get(60, TimeUnit.SECONDS)
                          .values())
                  .singleElement()
                  .satisfies(described -> assertThat(described.members()).isEmpty()));
    }
  }

  @Test
  void candidatesOfAGroupMeetWhateverTheirPartitionsAndAfterARestart() throws Exception {
    createTopics();
    send(
        Topic.RUBRICS,
        rubric("better", ReferenceUse.REQUIRED)
            .setMode(RubricMode.RELATIVE)
            .setLevels(List.of())
            .build());
    send(Topic.POLICIES, policy("p", "better").build());
    send(Topic.REFERENCES, reference("ref", "Answer."));
    try (SupervisedStreams _ = start("first", servers.registryConfig())) {
      for (int i = 0; i < 10; i++) {
        send(Topic.GENERATIONS, candidate(i, "a"), candidate(i, "b"));
      }
      await().atMost(PATIENCE).until(() -> meters.candidatesWaiting() == 20);
    }
    assertThat(requests()).isEmpty();

    try (SupervisedStreams _ = start("second", servers.registryConfig())) {
      await().atMost(PATIENCE).until(() -> meters.candidatesWaiting() == 20);
      for (int i = 0; i < 10; i++) {
        send(Topic.GENERATIONS, candidate(i, "c"));
      }

      await().atMost(PATIENCE).until(() -> requests().size() >= 60);
    }
    assertThat(requests())
        .hasSize(60)
        .allSatisfy(request -> {
          assertThat(request.getComparedTo().orElseThrow().getCandidateGroup())
              .isEqualTo(request.getGeneration().getCandidateGroup());
          assertThat(request.getReferenceAnswer()).contains("Answer.");
          assertThat(request.getPairsOfGroup()).isEqualTo(3);
        })
        .extracting(JudgeRequest::getRequestId)
        .doesNotHaveDuplicates();
    assertThat(deadLetters()).isEmpty();
    await().atMost(PATIENCE).until(() -> meters.candidatesWaiting() == 0);
  }

  private static Generation candidate(int group, String id) {
    return generation("g" + group + id)
        .setCandidateGroup("group" + group)
        .setCandidateCount(3)
        .setReferenceId("ref")
        .build();
  }

  @Test
  void aRegistryThatIsDownStopsProgressAndLosesNothing() throws Exception {
    createTopics();
    send(Topic.RUBRICS, rubric("r", ReferenceUse.NONE).build());
    send(Topic.POLICIES, policy("p", "r").build());
    send(Topic.GENERATIONS, generation("1").build(), generation("2").build());
    URI real = URI.create(servers.registryConfig().url());
    try (TestingRelay relay =
            new TestingRelay(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), real.getPort()));
        SupervisedStreams streams =
            start(
                "worker", RegistryConfig.of("http://127.0.0.1:" + relay.port() + real.getPath()))) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> {
            assertThat(streams.health().state()).isEqualTo(Health.State.WAITING);
            assertThat(streams.health().detail()).contains(":" + relay.port());
          });
      assertThat(requests()).isEmpty();
      assertThat(deadLetters()).isEmpty();

      relay.open();

      await().atMost(PATIENCE).until(() -> requests().size() >= 2);
      assertThat(requests())
          .extracting(request -> request.getGeneration().getGenerationId())
          .containsExactlyInAnyOrder("1", "2");
    }
  }

  @Test
  void missingTopicsAreNamedAndWaitedFor() throws Exception {
    try (SupervisedStreams streams = start("worker", servers.registryConfig())) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> {
            Health health = streams.health(); // It looks for its topics again and again.
            assertThat(health.state()).isEqualTo(Health.State.WAITING);
            assertThat(health.detail())
                .contains(Topic.GENERATIONS.name(topics.prefix()), "gavel topics apply");
          });

      createTopics();

      await().atMost(PATIENCE).until(() -> streams.health().state() == Health.State.RUNNING);
      assertThat(streams.close(PATIENCE)).isTrue();
      assertThat(streams.health().state()).isEqualTo(Health.State.STOPPED);
    }
  }

  private EnrichConfig config() {
    return new EnrichConfig(
        "enrich-" + topics.prefix(),
        Duration.ofMinutes(10),
        1000,
        Duration.ofMinutes(10),
        1000,
        28,
        Duration.ofHours(1),
        folder.toString(),
        2);
  }

  private SupervisedStreams start(String workerId, RegistryConfig registry) {
    return start(workerId, registry, servers.kafka());
  }

  private SupervisedStreams start(String workerId, RegistryConfig registry, KafkaConfig kafka) {
    SupervisedStreams streams =
        new SupervisedStreams(
            EnrichStreams.role(config(), topics),
            topics,
            kafka,
            () ->
                EnrichTopology.build(
                    config(), topics, new RecordSerdes(registry), meters, Tracing.OFF),
            workerId,
            Duration.ofMillis(200));
    streams.start();
    return streams;
  }

  private void createTopics() throws Exception {
    try (Admin admin = Admin.create(servers.kafka().admin())) {
      admin
          .createTopics(
              Stream.of(
                      Topic.GENERATIONS,
                      Topic.RUBRICS,
                      Topic.REFERENCES,
                      Topic.POLICIES,
                      Topic.JUDGE_REQUESTS,
                      Topic.DEAD_LETTERS)
                  .map(topic ->
                      new NewTopic(
                          topic.name(topics.prefix()),
                          Optional.of(topic == Topic.REFERENCES ? REFERENCE_PARTITIONS : 2),
                          Optional.empty()))
                  .toList())
          .all()
          .get(60, TimeUnit.SECONDS);
    }
  }

  private int partitions(String topic) throws Exception {
    try (Admin admin = Admin.create(servers.kafka().admin())) {
      return admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get(60, TimeUnit.SECONDS)
          .values()
          .iterator()
          .next()
          .partitions()
          .size();
    }
  }

  private void send(Topic topic, SpecificRecord... records) throws Exception {
    for (SpecificRecord record : records) {
      sendBytes(topic, key(record), serializer.serialize(topic.name(topics.prefix()), record));
    }
  }

  private void sendBytes(Topic topic, String key, byte[] value) throws Exception {
    producer
        .send(
            new ProducerRecord<>(
                topic.name(topics.prefix()), key.getBytes(StandardCharsets.UTF_8), value))
        .get(60, TimeUnit.SECONDS);
  }

  private static String key(SpecificRecord record) {
    return switch (record) {
      case Generation generation -> generation.getGenerationId();
      case Rubric rubric -> rubric.getRubricId();
      case Policy policy -> policy.getPolicyId();
      case Reference reference -> reference.getReferenceId();
      default -> throw new IllegalArgumentException(record.getClass().getName());
    };
  }

  private List<JudgeRequest> requests() {
    return new ArrayList<>(
        new CommittedRecords(servers)
            .values(Topic.JUDGE_REQUESTS.name(topics.prefix()), JudgeRequest.class));
  }

  private List<DeadLetter> deadLetters() {
    return new CommittedRecords(servers)
        .values(Topic.DEAD_LETTERS.name(topics.prefix()), DeadLetter.class);
  }
}
