package io.gavel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.CommittedRecords;
import io.gavel.LocalCluster;
import io.gavel.TestConfigs;
import io.gavel.TestRecords;
import io.gavel.TestingRelay;
import io.gavel.config.GavelConfig;
import io.gavel.config.KafkaConfig;
import io.gavel.config.RegistryConfig;
import io.gavel.config.TopicsConfig;
import io.gavel.deadletter.Reason;
import io.gavel.judge.Verdict;
import io.gavel.metric.EngineMeters;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import io.gavel.schema.JudgeRequest;
import io.gavel.serde.RecordSerdes;
import io.gavel.serde.RegistryClient;
import io.gavel.topic.Topic;
import io.gavel.trace.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalCluster.class)
class JudgingEngineTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final LocalCluster.Servers servers;
  private final TopicsConfig topics;
  private final TestingJudge judge = new TestingJudge();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  JudgingEngineTest(LocalCluster.Servers servers) {
    this.servers = servers;
    this.topics = servers.newTopics(3);
  }

  @BeforeEach
  void createTopics() {
    servers.createTopics(
        Stream.of(Topic.JUDGE_REQUESTS, Topic.FEEDBACK, Topic.DEAD_LETTERS)
            .map(topic -> topic.name(topics.prefix()))
            .toList(),
        topics.partitions());
  }

  @Test
  void everyRequestEndsAsExactlyOneOutcome() throws Exception {
    judge.says("g7", unreadable());
    send(ids(0, 500));

    try (Engine engine = start("one", servers.registryConfig(), Duration.ofSeconds(5))) {
      await().atMost(PATIENCE).until(() -> outcomes().size() >= 500);
      assertThat(engine.failure()).isEmpty();
    }

    assertThat(outcomes()).containsExactlyInAnyOrderElementsOf(ids(0, 500));
    assertThat(deadLetters()).hasSize(1);
    assertThat(deadLetters().getFirst().getGenerationId()).hasValue("g7");
    assertThat(deadLetters().getFirst().getReason()).isEqualTo("unreadable_answer");
  }

  @Test
  void aLongCallHoldsBackNoOtherOutcome() throws Exception {
    judge.holds("g0");
    send(ids(0, 200));

    try (Engine engine = start("one", servers.registryConfig(), Duration.ofSeconds(5))) {
      await().atMost(PATIENCE).until(() -> outcomes().size() >= 199);
      assertThat(outcomes()).doesNotContain("g0");
      judge.release("g0");
      await().atMost(PATIENCE).until(() -> outcomes().size() >= 200);
      assertThat(engine.failure()).isEmpty();
    }

    assertThat(outcomes()).containsExactlyInAnyOrderElementsOf(ids(0, 200));
  }

  @Test
  void whatWasPublishedBeyondALongCallIsNotJudgedAgainByTheNextOwner() throws Exception {
    judge.holds("g0");
    send(ids(0, 200));
    Engine first = start("one", servers.registryConfig(), Duration.ZERO);
    await().atMost(PATIENCE).until(() -> outcomes().size() >= 199);
    first.close();
    judge.forget();

    try (Engine second = start("two", servers.registryConfig(), Duration.ofSeconds(5))) {
      await().atMost(PATIENCE).until(() -> judge.asked().contains("g0"));
      judge.release("g0");
      await().atMost(PATIENCE).until(() -> outcomes().size() >= 200);
      assertThat(second.failure()).isEmpty();
    }

    assertThat(judge.asked()).containsExactly("g0");
    assertThat(outcomes()).containsExactlyInAnyOrderElementsOf(ids(0, 200));
    assertThat(prevented("completed_map")).isPositive();
  }

  @Test
  void offsetsWithHolesAreJudgedOnceAndTheirLagEndsAtZero() throws Exception {
    for (int i = 0; i < 60; i += 3) {
      sendInTransaction(ids(i, i + 3), i % 2 == 0);
    }
    settle();
    List<String> committed = committedOf(60);

    try (Engine engine = start("one", servers.registryConfig(), Duration.ofSeconds(5))) {
      await().atMost(PATIENCE).until(() -> outcomes().size() >= committed.size());
      assertThat(engine.failure()).isEmpty();
    }

    assertThat(outcomes()).containsExactlyInAnyOrderElementsOf(committed);
    assertThat(lag()).isLessThanOrEqualTo(topics.partitions());
  }

  @Test
  void whatCannotBeTrustedBesideAnOffsetStopsTheEngineWithWhatToDo() throws Exception {
    send(ids(0, 3));
    commit(new OffsetAndMetadata(0, "gavel9:AAAA"));

    try (Engine engine = start("one", servers.registryConfig(), Duration.ofSeconds(5))) {
      await().atMost(PATIENCE).until(() -> engine.failure().isPresent());

      assertThat(engine.failure().orElseThrow())
          .isInstanceOf(DamagedCommitException.class)
          .hasMessageContaining("group judge-" + topics.prefix())
          .hasMessageContaining(requests() + "-0 at offset 0")
          .hasMessageContaining("--reset-offsets");
    }
    assertThat(outcomes()).isEmpty();
  }

  @Test
  void aWorkerThatIsReplacedUnderItsOwnIdPublishesNothingTwice() throws Exception {
    ids(0, 200).stream().filter(id -> id.endsWith("5")).forEach(judge::holds);
    send(ids(0, 200));

    try (Engine first = start("one", servers.registryConfig(), Duration.ZERO)) {
      await().atMost(PATIENCE).until(() -> outcomes().size() >= 100);
      try (Engine second = start("one", servers.registryConfig(), Duration.ZERO)) {
        await().atMost(PATIENCE).until(() -> membersOfTheGroup() == 2);
        ids(0, 200).forEach(judge::release);
        await().atMost(PATIENCE).until(() -> outcomes().size() >= 200);
        assertThat(second.failure()).isEmpty();
      }
      assertThat(first.failure()).isEmpty();
    }

    assertThat(outcomes()).containsExactlyInAnyOrderElementsOf(ids(0, 200));
  }

  @Test
  void whatAStoppedEngineLeftIsJudgedByItsSuccessorAndNothingTwice() throws Exception {
    ids(0, 100).stream().filter(id -> id.endsWith("3")).forEach(judge::holds);
    send(ids(0, 100));
    Engine first = start("one", servers.registryConfig(), Duration.ZERO);
    await().atMost(PATIENCE).until(() -> judge.asked().size() == 100);

    first.close();
    ids(0, 100).forEach(judge::release);

    try (Engine second = start("one", servers.registryConfig(), Duration.ofSeconds(5))) {
      await().atMost(PATIENCE).until(() -> outcomes().size() >= 100);
      assertThat(second.failure()).isEmpty();
    }
    assertThat(outcomes()).containsExactlyInAnyOrderElementsOf(ids(0, 100));
  }

  @Test
  void anEngineThatJoinsTakesPartitionsAndNothingIsJudgedTwice() throws Exception {
    ids(0, 300).stream().filter(id -> id.endsWith("5")).forEach(judge::holds);
    send(ids(0, 300));

    try (Engine first = start("one", servers.registryConfig(), Duration.ofSeconds(5))) {
      await().atMost(PATIENCE).until(() -> judge.asked().size() == 300);
      try (Engine second = start("two", servers.registryConfig(), Duration.ofSeconds(5))) {
        await().atMost(PATIENCE).until(() -> membersOfTheGroup() == 2);
        ids(0, 300).forEach(judge::release);
        await().atMost(PATIENCE).until(() -> outcomes().size() >= 300);
        assertThat(second.failure()).isEmpty();
      }
      assertThat(first.failure()).isEmpty();
    }

    assertThat(outcomes()).containsExactlyInAnyOrderElementsOf(ids(0, 300));
  }

  @Test
  void aPoisonRecordBecomesADeadLetterAndItsNeighboursGoOn() throws Exception {
    send(ids(0, 10));
    sendBytes(List.of("poison"), key -> "no Avro at all".getBytes(StandardCharsets.UTF_8));
    send(ids(10, 20));

    try (Engine engine = start("one", servers.registryConfig(), Duration.ofSeconds(5))) {
      await().atMost(PATIENCE).until(() -> feedback().size() >= 20 && !deadLetters().isEmpty());
      assertThat(engine.failure()).isEmpty();
    }

    DeadLetter letter = deadLetters().getFirst();
    assertThat(letter.getReason()).isEqualTo("unreadable_record");
    assertThat(letter.getDetail()).contains("topic " + requests(), "partition ", "offset ", "0x6e");
    assertThat(letter.getSourceValue())
        .hasValue(ByteBuffer.wrap("no Avro at all".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aRegistryThatIsDownStopsProgressAndLosesNothing() throws Exception {
    send(ids(0, 20));
    URI real = URI.create(servers.registry().url());
    try (TestingRelay relay =
        new TestingRelay(new InetSocketAddress(InetAddress.getLoopbackAddress(), real.getPort()))) {
      RegistryConfig throughRelay =
          RegistryConfig.of("http://127.0.0.1:" + relay.port() + real.getPath());
      try (Engine engine = start("one", throughRelay, Duration.ofSeconds(5))) {
        await().atMost(PATIENCE).until(() -> membersOfTheGroup() == 1);
        await().during(Duration.ofSeconds(2)).until(() -> judge.asked().isEmpty());

        relay.open();

        await().atMost(PATIENCE).until(() -> feedback().size() >= 20);
        assertThat(engine.failure()).isEmpty();
      }
    }

    assertThat(outcomes()).containsExactlyInAnyOrderElementsOf(ids(0, 20));
  }

  @Test
  void anOutcomeTheBrokerFindsTooLargeBecomesADeadLetterAndItsNeighboursGoOn() throws Exception {
    boundFeedback(20_000);
    saysTooMuch("g3");
    send(ids(0, 10));

    try (Engine engine = start("one", servers.registryConfig(), Duration.ofSeconds(5))) {
      await().atMost(PATIENCE).until(() -> outcomes().size() >= 10);
      assertThat(engine.failure()).isEmpty();
    }

    assertThat(outcomes()).containsExactlyInAnyOrderElementsOf(ids(0, 10));
    assertThat(deadLetters().getFirst().getReason()).isEqualTo("outcome_too_large");
    assertThat(deadLetters().getFirst().getGenerationId()).hasValue("g3");
  }

  @Test
  void manyOutcomesTooLargeForTheProducerBecomeDeadLettersAndTheirNeighboursGoOn()
      throws Exception {
    ids(0, 100).stream().filter(id -> id.endsWith("7")).forEach(this::saysTooMuch);
    send(ids(0, 100));

    KafkaConfig smallRequests =
        new KafkaConfig(
            servers.broker().bootstrapServers(),
            Map.of(),
            Map.of(),
            Map.of("max.request.size", "50000"),
            Map.of());
    try (Engine engine =
        start("one", smallRequests, servers.registryConfig(), Duration.ofSeconds(5))) {
      await().atMost(PATIENCE).until(() -> outcomes().size() >= 100);
      assertThat(engine.failure()).isEmpty();
    }

    assertThat(outcomes()).containsExactlyInAnyOrderElementsOf(ids(0, 100));
    assertThat(deadLetters())
        .hasSize(10)
        .allMatch(letter -> letter.getReason().equals("outcome_too_large"));
  }

  @Test
  void anErrorOfTheJudgeIsADeadLetterAndItsNeighboursGoOn() throws Exception {
    judge.fails("g4", new StackOverflowError());
    send(ids(0, 20));

    try (Engine engine = start("one", servers.registryConfig(), Duration.ofSeconds(5))) {
      await().atMost(PATIENCE).until(() -> outcomes().size() >= 20);
      assertThat(engine.failure()).isEmpty();
    }

    assertThat(outcomes()).containsExactlyInAnyOrderElementsOf(ids(0, 20));
    assertThat(deadLetters().getFirst().getReason()).isEqualTo("internal_error");
  }

  @Test
  void aRegistryThatRefusesASchemaStopsProgressAndNotTheEngine() throws Exception {
    send(ids(0, 5));
    RegistryConfig notRegistering =
        new RegistryConfig(
            servers.registry().url(),
            Map.of("auto.register.schemas", "false"),
            servers.registryConfig().serializer(),
            servers.registryConfig().deserializer());

    try (Engine engine = start("one", notRegistering, Duration.ofSeconds(5))) {
      await().atMost(PATIENCE).until(() -> judge.asked().size() == 5);
      await().during(Duration.ofSeconds(1)).until(() -> engine.failure().isEmpty());
      try (RegistryClient client = RegistryClient.of(servers.registryConfig())) {
        client.register(Topic.FEEDBACK.name(topics.prefix()) + "-value", Feedback.getClassSchema());
      }

      await().atMost(PATIENCE).until(() -> feedback().size() >= 5);
    }

    assertThat(outcomes()).containsExactlyInAnyOrderElementsOf(ids(0, 5));
  }

  private void saysTooMuch(String generationId) {
    judge.says(
        generationId,
        Verdict.Scored.plain(5, randomText(60_000), List.of(), TestRecords.judgement(5)));
  }

  private Engine start(String workerId, RegistryConfig registry, Duration drain) {
    return start(workerId, servers.kafka(), registry, drain);
  }

  private Engine start(
      String workerId, KafkaConfig kafka, RegistryConfig registry, Duration drain) {
    GavelConfig config =
        TestConfigs.of(workerId, kafka, registry, topics)
            .engine("judge-" + topics.prefix(), drain)
            .build();
    Engine engine =
        new JudgingEngine(
            config,
            new RecordSerdes(registry),
            judge,
            new EngineMeters(meters),
            Tracing.OFF,
            InstantSource.fixed(TestRecords.CREATED_AT));
    engine.start();
    return engine;
  }

  private double prevented(String cause) {
    return meters.counter("gavel.engine.duplicates.prevented", "cause", cause).count();
  }

  private void commit(OffsetAndMetadata offset) throws Exception {
    try (Admin admin = Admin.create(servers.kafka().admin())) {
      admin
          .alterConsumerGroupOffsets(
              "judge-" + topics.prefix(), Map.of(new TopicPartition(requests(), 0), offset))
          .all()
          .get(60, TimeUnit.SECONDS);
    }
  }

  /// How many offsets the group is behind the ends of all partitions.
  private long lag() throws Exception {
    try (Admin admin = Admin.create(servers.kafka().admin())) {
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin
              .listConsumerGroupOffsets("judge-" + topics.prefix())
              .partitionsToOffsetAndMetadata()
              .get(60, TimeUnit.SECONDS);
      long lag = 0;
      for (int partition = 0; partition < topics.partitions(); partition++) {
        TopicPartition each = new TopicPartition(requests(), partition);
        long end =
            admin
                .listOffsets(Map.of(each, OffsetSpec.latest()))
                .partitionResult(each)
                .get(60, TimeUnit.SECONDS)
                .offset();
        OffsetAndMetadata offset = committed.get(each);
        lag += end - (offset == null ? 0 : offset.offset());
      }
      return lag;
    }
  }

  /// The ids that [#offsetsWithHolesAreJudgedOnceAndTheirLagEndsAtZero] commits.
  private static List<String> committedOf(int count) {
    return IntStream.range(0, count)
        .filter(i -> i / 3 * 3 % 2 == 0)
        .mapToObj(i -> "g" + i)
        .toList();
  }

  private void sendInTransaction(List<String> generationIds, boolean committed) {
    try (KafkaProducer<byte[], byte[]> producer = transactional("upstream");
        Serializer<JudgeRequest> serializer =
            new RecordSerdes(servers.registryConfig()).serializer(JudgeRequest.class)) {
      producer.initTransactions();
      producer.beginTransaction();
      List<Future<RecordMetadata>> sent =
          generationIds.stream()
              .map(id ->
                  producer.send(
                      new ProducerRecord<>(
                          requests(),
                          id.getBytes(StandardCharsets.UTF_8),
                          serializer.serialize(requests(), TestRecords.judgeRequest(id).build()))))
              .toList();
      producer.flush();
      assertThat(sent).allMatch(future -> future.state() == Future.State.SUCCESS);
      if (committed) {
        producer.commitTransaction();
      } else {
        producer.abortTransaction();
      }
    }
  }

  /// Returns when all of [#sendInTransaction] is settled in every partition: a producer has its
  /// answer before, and then what it aborted last would be read after what it committed.
  private void settle() {
    try (KafkaProducer<byte[], byte[]> successor = transactional("upstream")) {
      successor.initTransactions();
    }
  }

  private KafkaProducer<byte[], byte[]> transactional(String name) {
    Map<String, Object> properties = servers.kafka().producer();
    properties.put("transactional.id", name + "-" + topics.prefix());
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private List<String> outcomes() {
    return Stream.concat(
            feedback().stream().map(Feedback::getGenerationId),
            deadLetters().stream().map(letter -> letter.getGenerationId().orElseThrow()))
        .toList();
  }

  private List<Feedback> feedback() {
    return new CommittedRecords(servers)
        .values(Topic.FEEDBACK.name(topics.prefix()), Feedback.class);
  }

  private List<DeadLetter> deadLetters() {
    return new CommittedRecords(servers)
        .values(Topic.DEAD_LETTERS.name(topics.prefix()), DeadLetter.class);
  }

  private String requests() {
    return Topic.JUDGE_REQUESTS.name(topics.prefix());
  }

  private int membersOfTheGroup() throws Exception {
    String group = "judge-" + topics.prefix();
    try (Admin admin = Admin.create(servers.kafka().admin())) {
      return (int)
          admin
              .describeConsumerGroups(List.of(group))
              .all()
              .get(60, TimeUnit.SECONDS)
              .values()
              .stream()
              .flatMap(description -> description.members().stream())
              .filter(member -> !member.assignment().topicPartitions().isEmpty())
              .count();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return 0;
      }
      throw e;
    }
  }

  /// Returns when every partition keeps to it: the broker takes a new setting over after it has
  /// said that it has it.
  private void boundFeedback(int maxMessageBytes) throws Exception {
    try (Admin admin = Admin.create(servers.kafka().admin())) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(
                      ConfigResource.Type.TOPIC, Topic.FEEDBACK.name(topics.prefix())),
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry("max.message.bytes", Integer.toString(maxMessageBytes)),
                          AlterConfigOp.OpType.SET))))
          .all()
          .get(60, TimeUnit.SECONDS);
    }
    byte[] tooMuch = randomText(2 * maxMessageBytes).getBytes(StandardCharsets.UTF_8);
    try (KafkaProducer<byte[], byte[]> trying = transactional("trying")) {
      trying.initTransactions();
      await()
          .atMost(PATIENCE)
          .until(() ->
              IntStream.range(0, topics.partitions())
                  .allMatch(partition -> isTooLarge(trying, partition, tooMuch)));
    }
  }

  /// Whether the broker refuses it; where it does not, nobody reads it.
  private boolean isTooLarge(KafkaProducer<byte[], byte[]> trying, int partition, byte[] feedback) {
    trying.beginTransaction();
    Future<RecordMetadata> sent =
        trying.send(
            new ProducerRecord<>(
                Topic.FEEDBACK.name(topics.prefix()), partition, new byte[0], feedback));
    trying.flush();
    trying.abortTransaction();
    return sent.state() == Future.State.FAILED
        && sent.exceptionNow() instanceof RecordTooLargeException;
  }

  private void send(List<String> generationIds) {
    try (Serializer<JudgeRequest> serializer =
        new RecordSerdes(servers.registryConfig()).serializer(JudgeRequest.class)) {
      sendBytes(
          generationIds,
          id -> serializer.serialize(requests(), TestRecords.judgeRequest(id).build()));
    }
  }

  private void sendBytes(List<String> keys, Function<String, byte[]> values) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            servers.kafka().producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent =
          keys.stream()
              .map(key ->
                  producer.send(
                      new ProducerRecord<>(
                          requests(), key.getBytes(StandardCharsets.UTF_8), values.apply(key))))
              .toList();
      producer.flush();
      assertThat(sent).allMatch(future -> future.state() == Future.State.SUCCESS);
    }
  }

  private static Verdict unreadable() {
    return new Verdict.Unjudged(
        Reason.UNREADABLE_ANSWER, "no result marker", 2, "I cannot say.", false);
  }

  private static String randomText(int length) {
    return new Random(7)
        .ints(length, '!', '~')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static List<String> ids(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "g" + i).toList();
  }
}
