package io.gavel.acl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.LocalCluster;
import io.gavel.SecuredBroker;
import io.gavel.TestRecords;
import io.gavel.cli.GavelCommand;
import io.gavel.config.ConfigLoader;
import io.gavel.config.GavelConfig;
import io.gavel.config.KafkaConfig;
import io.gavel.config.Role;
import io.gavel.deadletter.DeadLetters;
import io.gavel.deadletter.Reason;
import io.gavel.deadletter.Stage;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import io.gavel.serde.RecordSerdes;
import io.gavel.simulator.SimulatedPool;
import io.gavel.simulator.settings.SimulatorSettings;
import io.gavel.topic.Topic;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.metadata.authorizer.StandardAcl;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.AuthorizationResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The listed rights on a real broker with Kafka's own authorizer: each role and command does its
/// main work with exactly these, as a user of its own, and each of them is asked for.
@Timeout(600)
@ExtendWith(LocalCluster.class)
final class RightsOnBrokerTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String PASSWORD = "of-a-test";
  private static final String SERIES_MODEL = "drifting";

  private final LocalCluster.Servers servers;
  private final String prefix;
  private final Path folder;
  private final Map<Duty, Path> files = new EnumMap<>(Duty.class);
  private final List<Thread> workers = new ArrayList<>();
  private final String webAddress = SecuredBroker.freeAddress();

  RightsOnBrokerTest(LocalCluster.Servers servers, @TempDir Path folder) {
    this.servers = servers;
    this.folder = folder;
    prefix = servers.newTopics(1).prefix();
  }

  @Test
  void theListedRightsAreEnoughForEachRoleAndCommandAndNoneIsTooMuch() throws Exception {
    RecordingAuthorizer.forget();
    try (SecuredBroker broker =
            SecuredBroker.start(
                folder.resolve("broker"),
                "SASL_PLAINTEXT",
                Map.of(
                    "sasl.enabled.mechanisms",
                    "SCRAM-SHA-512",
                    "authorizer.class.name",
                    RecordingAuthorizer.class.getName(),
                    "super.users",
                    "User:ANONYMOUS"));
        Admin admin = broker.admin();
        SimulatedPool judges =
            SimulatedPool.start(SimulatorSettings.ofLatency(1, 1, Duration.ZERO));
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                KafkaConfig.of(broker.administrators()).producer(),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      for (Duty duty : Duty.values()) {
        files.put(duty, file(duty, broker, judges));
      }
      for (Duty duty : Duty.values()) {
        broker.addUser(admin, user(duty), PASSWORD);
        allow(admin, duty);
      }
      awaitRights(admin);
      work(admin, producer);
      for (Duty duty : Duty.values()) {
        assertThat(refused(duty)).as("refused to " + user(duty)).isEmpty();
      }
      for (Duty duty : Duty.values()) {
        assertThat(needless(duty)).as("rights that %s does not need", user(duty)).isEmpty();
      }

      // What is not listed is refused: the reader of topics may not write into one.
      Files.copy(files.get(Duty.TAIL), folder.resolve("other.yaml"));
      Result denied = gavel(folder.resolve("other.yaml"), "send", lines().toString());
      assertThat(denied.code()).isEqualTo(3);
      assertThat(denied.err()).contains("'gavel acls' prints what each role and command may do");
    } finally {
      stopWorkers();
    }
  }

  private void work(Admin admin, KafkaProducer<byte[], byte[]> producer) throws Exception {
    done(Duty.TOPICS, "topics", "apply");
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, prefix + "alerts"),
                List.of(
                    new AlterConfigOp(
                        new ConfigEntry("retention.ms", "1000000000"), AlterConfigOp.OpType.SET))))
        .all()
        .get();
    done(Duty.TOPICS, "topics", "apply");
    done(Duty.APPLY, "apply", definitions().toString());
    // Only now is there anything to read.
    done(Duty.APPLY, "apply", definitions().toString());
    done(Duty.DEFINITIONS, "definitions");
    for (Role role : Role.values()) {
      startWorker(Duty.of(role));
    }
    done(Duty.SEND, "send", lines().toString());
    send(producer, Topic.GENERATIONS, "poison", "no record".getBytes(StandardCharsets.UTF_8));
    send(producer, Topic.JUDGE_REQUESTS, "poison", "none".getBytes(StandardCharsets.UTF_8));
    drift(producer);
    askForReward();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          for (Role role : Role.values()) {
            if (role != Role.WEB) {
              assertThat(notYetAsked(Duty.of(role))).as(role.text()).isEmpty();
            }
          }
        });
    commands(producer);
    stopWorkersButWeb();
    behind(admin, producer);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(notYetAsked(Duty.WEB)).isEmpty());
    for (Role role : List.of(Role.ENRICH, Role.REWARD, Role.MONITOR)) {
      // The broker may still be about to hear that the last member has left.
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> done(Duty.RESET, "reset", "--role", role.text(), "--yes"));
    }
  }

  private void commands(KafkaProducer<byte[], byte[]> producer) throws Exception {
    for (Topic topic :
        List.of(
            Topic.GENERATIONS,
            Topic.JUDGE_REQUESTS,
            Topic.FEEDBACK,
            Topic.PREFERENCES,
            Topic.RANKINGS,
            Topic.REWARDS,
            Topic.SCORE_WINDOWS,
            Topic.ALERTS,
            Topic.DEAD_LETTERS)) {
      done(Duty.TAIL, "tail", topic.baseName(), "--from-beginning", "--no-follow", "--limit", "3");
    }
    String[][] exports = {
      {"feedback", "--format", "feedback-collection"},
      {"preferences", "--format", "trl-preference"},
      {"rewards", "--format", "trl-kto", "--threshold", "0.5"}
    };
    for (String[] export : exports) {
      done(
          Duty.EXPORT,
          Stream.concat(
                  Stream.of("export"),
                  Stream.concat(
                      Stream.of(export),
                      Stream.of(
                          "--include-stand-in",
                          "--output",
                          folder.resolve(export[0] + ".jsonl").toString())))
              .toArray(String[]::new));
    }
    String[] series = {
      "--application", "support-assistant", "--model", SERIES_MODEL, "--rubric", "resolution"
    };
    done(
        Duty.BASELINE,
        Stream.concat(Stream.of("baseline", "set", "--last", "24h"), Stream.of(series))
            .toArray(String[]::new));
    done(Duty.BASELINE, "baseline", "show");
    done(
        Duty.BASELINE,
        Stream.concat(Stream.of("baseline", "clear"), Stream.of(series)).toArray(String[]::new));

    // Once more, when the topics are there; 1: a record that nobody can read is left out.
    for (int i = 0; i < 2; i++) {
      Result replayed =
          gavel(
              file(Duty.REPLAY),
              "replay",
              "--from",
              "1h",
              "--to",
              "0s",
              "--rubric",
              "resolution",
              "--as",
              "rights");
      assertThat(replayed.code()).as(replayed.err()).isEqualTo(1);
      assertThat(replayed.out()).startsWith("replayed: ").contains(" unreadable=1 ");
    }

    DeadLetter reference = letter(producer, Topic.REFERENCES);
    letter(producer, Topic.GENERATIONS);
    letter(producer, Topic.JUDGE_REQUESTS);
    done(Duty.DEAD_LETTERS, "dead-letters", "list");
    done(Duty.DEAD_LETTERS, "dead-letters", "show", reference.getDeadLetterId());
    // 1: what stood in references is not sent again.
    assertThat(gavel(file(Duty.DEAD_LETTERS), "dead-letters", "retry", "--yes").code())
        .isEqualTo(1);
    done(Duty.DEAD_LETTERS, "dead-letters", "list", "--all");
  }

  /// A dead letter that does not carry its record, which is the first of a topic.
  private DeadLetter letter(KafkaProducer<byte[], byte[]> producer, Topic topic) throws Exception {
    DeadLetter letter =
        DeadLetters.withoutSource(
            DeadLetters.of(
                    new ConsumerRecord<>(topic.name(prefix), 0, 0, new byte[0], new byte[0]),
                    Stage.JUDGE,
                    Reason.OUTCOME_TOO_LARGE,
                    "for a test",
                    "request",
                    Instant.now())
                .setApplication("support-assistant")
                .setModel("heron-8b")
                .setRubricId("resolution")
                .build());
    send(producer, Topic.DEAD_LETTERS, "letter", letter, DeadLetter.class);
    return letter;
  }

  /// Feedback of an hour that is good, and then of half an hour that is not.
  private void drift(KafkaProducer<byte[], byte[]> producer) throws Exception {
    Instant start = Instant.now().minus(Duration.ofMinutes(95));
    for (int i = 0; i < 900; i++) {
      Feedback feedback =
          Feedback.newBuilder()
              .setRequestId("drift-" + i)
              .setGenerationId("drift-" + i)
              .setApplication("support-assistant")
              .setModel(SERIES_MODEL)
              .setGeneratedAt(start.plus(Duration.ofSeconds(6L * i)))
              .setRubricId("resolution")
              .setRubricVersion(1)
              .setScore(i < 600 ? 4 + i % 2 : 1 + i % 2)
              .setMeanScore((double) (i < 600 ? 4 + i % 2 : 1 + i % 2))
              .setFeedback("Fair.")
              .setJudgement(TestRecords.judgement(4))
              .build();
      Future<RecordMetadata> _ =
          producer.send(record(Topic.FEEDBACK, "drift", feedback, Feedback.class));
    }
    producer.flush();
  }

  private void askForReward() throws Exception {
    URI url = URI.create("http://" + webAddress + "/get_reward");
    try (HttpClient client = HttpClient.newHttpClient()) {
      // The worker may not listen yet.
      await()
          .atMost(PATIENCE)
          .ignoreException(ConnectException.class)
          .untilAsserted(() -> {
            HttpResponse<String> answer =
                client.send(
                    HttpRequest.newBuilder(url)
                        .POST(
                            HttpRequest.BodyPublishers.ofString(
                                """
                                {"query": ["How long? Thirty days."], "prompts": ["How long?"]}
                                """))
                        .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
          });
    }
  }

  /// More in every topic that a group reads, also those through which a stream repartitions.
  private void behind(Admin admin, KafkaProducer<byte[], byte[]> producer) throws Exception {
    for (String topic : admin.listTopics().names().get()) {
      if (topic.endsWith("-repartition")
          || Stream.of(
                  Topic.GENERATIONS,
                  Topic.REFERENCES,
                  Topic.JUDGE_REQUESTS,
                  Topic.FEEDBACK,
                  Topic.DEAD_LETTERS)
              .anyMatch(it -> it.name(prefix).equals(topic))) {
        Future<RecordMetadata> _ =
            producer.send(
                new ProducerRecord<>(
                    topic, "behind".getBytes(StandardCharsets.UTF_8), new byte[1]));
      }
    }
    producer.flush();
  }

  private void allow(Admin admin, Duty duty) throws InterruptedException, ExecutionException {
    admin.createAcls(bindings(duty)).all().get();
  }

  /// The controller answers before the broker knows them.
  private void awaitRights(Admin admin) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          Collection<AclBinding> known = admin.describeAcls(AclBindingFilter.ANY).values().get();
          for (Duty duty : Duty.values()) {
            assertThat(known).containsAll(bindings(duty));
          }
        });
  }

  private List<AclBinding> bindings(Duty duty) {
    List<AclBinding> bindings = new ArrayList<>();
    for (Right right : rights(duty)) {
      for (AclOperation operation : right.operations()) {
        bindings.add(
            new AclBinding(
                right.resource(),
                new AccessControlEntry(
                    "User:" + user(duty), "*", operation, AclPermissionType.ALLOW)));
      }
    }
    return bindings;
  }

  private List<Right> rights(Duty duty) {
    GavelConfig config = ConfigLoader.load(files.get(Duty.WEB), Map.of());
    return Rights.of(duty, config);
  }

  private static List<String> refused(Duty duty) {
    return RecordingAuthorizer.asked(user(duty)).stream()
        .filter(it -> it.told() && !it.allowed())
        .map(it -> it.operation() + " " + it.resource())
        .toList();
  }

  /// The rights that nothing has asked for yet.
  private List<AclBinding> notYetAsked(Duty duty) {
    return bindings(duty).stream()
        .filter(right ->
            RecordingAuthorizer.asked(user(duty)).stream()
                .noneMatch(it ->
                    it.told()
                        && it.operation() == right.entry().operation()
                        && right
                            .pattern()
                            .toFilter()
                            .matches(
                                new ResourcePattern(
                                    it.resource().resourceType(),
                                    named(right, it.resource().name()),
                                    right.pattern().patternType()))))
        .toList();
  }

  /// The right's own name where the name falls under it, else the name.
  private static String named(AclBinding right, String name) {
    return switch (right.pattern().patternType()) {
      case PREFIXED -> name.startsWith(right.pattern().name()) ? right.pattern().name() : name;
      case LITERAL, ANY, MATCH, UNKNOWN -> name;
    };
  }

  /// The rights without which Kafka's authorizer would have allowed all that it did.
  private List<AclBinding> needless(Duty duty) throws IOException {
    List<AclBinding> needless = new ArrayList<>();
    List<AclBinding> all = bindings(duty);
    for (AclBinding right : all) {
      try (Metrics metrics = new Metrics();
          StandardAuthorizer without = new StandardAuthorizer()) {
        without.configure(Map.of());
        without.withPluginMetrics(new PluginMetricsImpl(metrics, Map.of()));
        without.completeInitialLoad();
        all.stream()
            .filter(it -> !it.equals(right))
            .forEach(it -> without.addAcl(Uuid.randomUuid(), StandardAcl.fromAclBinding(it)));
        boolean needed =
            RecordingAuthorizer.asked(user(duty)).stream()
                .filter(it -> it.told() && it.allowed())
                .anyMatch(it ->
                    without
                        .authorize(RecordingAuthorizer.context(user(duty)), List.of(it.action()))
                        .contains(AuthorizationResult.DENIED));
        if (!needed) {
          needless.add(right);
        }
      }
    }
    return needless;
  }

  private void startWorker(Duty duty) {
    Thread worker =
        Thread.ofPlatform()
            .name("worker-" + duty.text())
            .start(() -> {
              Result result = gavel(file(duty), "run");
              assertThat(result.code()).as(result.err()).isZero();
            });
    workers.add(worker);
  }

  private void stopWorkers() throws InterruptedException {
    workers.forEach(Thread::interrupt);
    for (Thread worker : workers) {
      worker.join(Duration.ofSeconds(40));
    }
  }

  private void stopWorkersButWeb() throws InterruptedException {
    for (Thread worker : workers) {
      if (!worker.getName().equals("worker-web")) {
        worker.interrupt();
        worker.join(Duration.ofSeconds(40));
      }
    }
  }

  private Path file(Duty duty) {
    return Objects.requireNonNull(files.get(duty), "settings of " + duty.text());
  }

  private void done(Duty duty, String... arguments) {
    Result result = gavel(file(duty), arguments);
    assertThat(result.code())
        .as(String.join(" ", arguments) + ": " + result.out() + result.err())
        .isZero();
  }

  private record Result(int code, String out, String err) {}

  private static Result gavel(Path config, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        GavelCommand.commandLine(Map.of())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(
                Stream.concat(Stream.of(arguments), Stream.of("--config", config.toString()))
                    .toArray(String[]::new));
    return new Result(code, out.toString(), err.toString());
  }

  private static String user(Duty duty) {
    return "gavel-" + duty.text();
  }

  private void send(KafkaProducer<byte[], byte[]> producer, Topic topic, String key, byte[] value)
      throws InterruptedException, ExecutionException {
    producer
        .send(new ProducerRecord<>(topic.name(prefix), key.getBytes(StandardCharsets.UTF_8), value))
        .get();
  }

  private <T extends SpecificRecord> void send(
      KafkaProducer<byte[], byte[]> producer, Topic topic, String key, T value, Class<T> type)
      throws InterruptedException, ExecutionException {
    producer.send(record(topic, key, value, type)).get();
  }

  private <T extends SpecificRecord> ProducerRecord<byte[], byte[]> record(
      Topic topic, String key, T value, Class<T> type) {
    String name = topic.name(prefix);
    return new ProducerRecord<>(
        name,
        key.getBytes(StandardCharsets.UTF_8),
        new RecordSerdes(servers.registryConfig()).serializer(type).serialize(name, value));
  }

  private Path definitions() throws IOException {
    return Files.writeString(
        folder.resolve("what-to-apply.yaml"),
        """
        rubrics:
          - id: resolution
            version: 1
            criteria: Does the response solve the problem?
            reference: optional
            levels: {1: Not at all., 2: Hardly., 3: In part., 4: Mostly., 5: Wholly.}
          - id: better
            version: 1
            mode: relative
            criteria: Which response is better?
        references:
          - id: lamp
            answer: Thirty days.
        policies:
          - id: all
            applications: ["*"]
            rubrics: [resolution, better]
            sampling_rate: 1
          - id: trainers
            applications: [rlhf]
            rubrics: [resolution]
            sampling_rate: 1
        """);
  }

  private Path lines() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int candidate = 0; candidate < 3; candidate++) {
      lines.append(
          """
          {"generation_id": "g%d", "application": "support", "model": "heron-8b", "instruction": "How long?", "response": "Thirty days, or %d.", "candidate_group": "one", "candidate_count": 3, "reference_id": "lamp"}
          """
              .formatted(candidate, candidate));
    }
    lines.append(
        """
        {"generation_id": "fc", "application": "support", "model": "heron-8b", "orig_instruction": "How long?", "orig_response": "Long.", "orig_criteria": "Is it exact?", "orig_reference_answer": "Thirty days.", "orig_score1_description": "a", "orig_score2_description": "b", "orig_score3_description": "c", "orig_score4_description": "d", "orig_score5_description": "e"}
        """);
    return Files.writeString(folder.resolve("lines.jsonl"), lines);
  }

  private Path file(Duty duty, SecuredBroker broker, SimulatedPool judges) throws IOException {
    return Files.writeString(
        folder.resolve(duty.text() + ".yaml"),
        """
        worker_id: acl
        roles: [%s]
        kafka:
          bootstrap_servers: %s
          properties:
            security.protocol: SASL_PLAINTEXT
            sasl.mechanism: SCRAM-SHA-512
            sasl.jaas.config: org.apache.kafka.common.security.scram.ScramLoginModule required username="%s" password="${file:%s}";
          streams_properties:
            # Soon, so that the right to clear internal topics is asked for.
            repartition.purge.interval.ms: 1000
        registry:
          url: %s
        topics: {prefix: %s, partitions: 1, replication_factor: 1}
        enrich: {state_dir: %s, threads: 1, application_id: acl-enrich}
        engine: {group_id: acl-judge, drain: 2s}
        reward: {state_dir: %s, application_id: acl-reward}
        monitor:
          state_dir: %s
          application_id: acl-monitor
          publish_interval: 1s
          drift: {settle: 1s}
          alertmanager: {url: ["http://127.0.0.1:9"]}
        web: {listen: "%s"}
        judge:
          profiles:
            prometheus: {endpoints: [%s], model: %s, stand_in: true}
        """
            .formatted(
                Stream.of(Role.values()).anyMatch(it -> Duty.of(it) == duty) ? duty.text() : "web",
                broker.bootstrapServers(),
                user(duty),
                Files.writeString(folder.resolve("password.txt"), PASSWORD),
                servers.registry().url(),
                prefix,
                folder.resolve("enrich"),
                folder.resolve("reward"),
                folder.resolve("monitor"),
                duty == Duty.WEB ? webAddress : "",
                judges.endpoints().getFirst(),
                judges.settings().model()));
  }
}
