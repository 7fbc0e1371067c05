package io.gavel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.CommittedRecords;
import io.gavel.LocalCluster;
import io.gavel.Worker;
import io.gavel.cli.demo.OutcomeReader;
import io.gavel.cli.demo.Tally;
import io.gavel.cli.kafka.Cluster;
import io.gavel.config.ConfigLoader;
import io.gavel.config.GavelConfig;
import io.gavel.config.TopicsConfig;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import io.gavel.schema.JudgeRequest;
import io.gavel.simulator.SimulatedPool;
import io.gavel.simulator.settings.SimulatorSettings;
import io.gavel.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What is sent again is judged like anything else, by a whole worker, and is counted once.
@ExtendWith(LocalCluster.class)
final class DeadLettersJudgedAgainTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String RUBRICS =
      """
      rubrics:
        - id: clarity
          version: 1
          criteria: Is the response easy to follow?
          levels: {1: No., 2: Hardly., 3: Partly., 4: Mostly., 5: Yes.}
          reference: none
        - id: correctness
          version: %d
          criteria: Is the response as correct as the reference?
          levels: {1: No., 2: Hardly., 3: Partly., 4: Mostly., 5: Yes.}
          reference: %s
      """;

  @TempDir private Path folder;
  private final LocalCluster.Servers servers;
  private final TopicsConfig topics;

  DeadLettersJudgedAgainTest(LocalCluster.Servers servers) {
    this.servers = servers;
    topics = servers.newTopics(2);
  }

  @Test
  void whenTheCauseIsGoneEachRequestHasItsFeedbackOnceAndPoisonStaysPoison() throws Exception {
    try (SimulatedPool judge =
        SimulatedPool.start(SimulatorSettings.ofLatency(1, 1, Duration.ZERO))) {
      // The long generation and 1,024 tokens of answer are more than the judge's context.
      config(judge, 1024);
      gavel("topics", "apply");
      gavel("apply", file("r1.yaml", RUBRICS.formatted(1, "required")));
      gavel(
          "send",
          file(
              "lines.jsonl",
              generation("short", "Why?", "clarity", "correctness")
                  + generation("long", "word ".repeat(7_000), "clarity")));
      sendPoison();
      try (Worker worker = worker()) {
        await().atMost(PATIENCE).until(() -> feedback().size() == 1 && letters().size() == 3);
        assertThat(worker.failure()).isEmpty();
      }
      assertThat(letters())
          .extracting(DeadLetter::getReason)
          .containsExactlyInAnyOrder("reference_missing", "context_too_long", "unreadable_record");

      gavel("apply", file("r2.yaml", RUBRICS.formatted(2, "optional")));
      config(judge, 256);
      try (Worker worker = worker()) {
        gavel("dead-letters", "retry", "--yes");
        gavel("dead-letters", "retry", "--yes", "--reason", "context_too_long");
        await().atMost(PATIENCE).until(() -> feedback().size() == 3 && letters().size() == 4);
        gavel("dead-letters", "retry", "--yes");
        await().atMost(PATIENCE).until(() -> letters().size() == 5);
        assertThat(worker.failure()).isEmpty();
      }
    }

    assertThat(feedback())
        .extracting(it -> it.getGenerationId() + " " + it.getRubricId())
        .containsExactlyInAnyOrder("short clarity", "short correctness", "long clarity");
    assertThat(requests())
        .extracting(it -> it.getGeneration().getGenerationId() + " " + it.getRubric().getRubricId())
        .containsExactlyInAnyOrder(
            "short clarity", "short correctness", "long clarity", "long clarity");
    assertThat(requests())
        .filteredOn(it -> it.getRubric().getRubricId().equals("correctness"))
        .extracting(JudgeRequest::getRequestsOfGeneration)
        .containsExactly(2);
    assertThat(letters())
        .filteredOn(it -> it.getReason().equals("unreadable_record"))
        .hasSize(3)
        .extracting(DeadLetter::getSourceHeaders)
        .extracting(List::size)
        .containsExactlyInAnyOrder(0, 1, 1);
    assertThat(tally().duplicates()).isZero();
    assertThat(tally().balanced()).isTrue();
    assertThat(tally().judgeRequests()).isEqualTo(3);
    assertThat(tally().deadGenerations()).isEqualTo(1);
  }

  private Tally.Counts tally() {
    GavelConfig config = load();
    Cluster cluster = new Cluster(config);
    Tally tally = new Tally();
    try (OutcomeReader reader =
        new OutcomeReader(cluster.consumer(), cluster.serdes(), topics.prefix(), tally)) {
      await()
          .atMost(PATIENCE)
          .until(() -> {
            reader.read(Duration.ofMillis(200));
            return tally.counts().feedback() == 3 && tally.counts().deadGenerations() == 1;
          });
    }
    return tally.counts();
  }

  private Worker worker() {
    return Worker.start(load(), new SimpleMeterRegistry());
  }

  private GavelConfig load() {
    return ConfigLoader.load(folder.resolve("g.yaml"), Map.of());
  }

  private void sendPoison() throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            servers.kafka().producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  Topic.GENERATIONS.name(topics.prefix()),
                  "nonsense".getBytes(StandardCharsets.UTF_8)))
          .get(60, TimeUnit.SECONDS);
    }
  }

  private List<Feedback> feedback() {
    return committed(Topic.FEEDBACK, Feedback.class);
  }

  private List<JudgeRequest> requests() {
    return committed(Topic.JUDGE_REQUESTS, JudgeRequest.class);
  }

  private List<DeadLetter> letters() {
    return committed(Topic.DEAD_LETTERS, DeadLetter.class);
  }

  private <T extends SpecificRecord> List<T> committed(Topic topic, Class<T> type) {
    return new CommittedRecords(servers).values(topic.name(topics.prefix()), type);
  }

  private static String generation(String id, String instruction, String... rubricIds) {
    return """
    {"generation_id": "%s", "application": "support", "model": "wren", "instruction": "%s", \
    "response": "Soon.", "rubric_ids": [%s]}
    """
        .formatted(id, instruction, "\"" + String.join("\", \"", rubricIds) + "\"");
  }

  private void config(SimulatedPool judge, int maxTokens) throws IOException {
    file(
        "g.yaml",
        """
        worker_id: again
        kafka: {bootstrap_servers: '%s'}
        registry: {url: '%s'}
        topics: {prefix: %s, partitions: 2}
        enrich: {application_id: enrich-%s, state_dir: '%s'}
        engine: {group_id: judge-%s}
        reward: {application_id: reward-%s, state_dir: '%s'}
        monitor: {application_id: monitor-%s, state_dir: '%s'}
        judge:
          profiles:
            prometheus: {endpoints: ['%s'], model: %s, max_tokens: %d}
        """
            .formatted(
                servers.broker().bootstrapServers(),
                servers.registry().url(),
                topics.prefix(),
                topics.prefix(),
                folder.resolve("state"),
                topics.prefix(),
                topics.prefix(),
                folder.resolve("state"),
                topics.prefix(),
                folder.resolve("state"),
                judge.endpoints().getFirst(),
                judge.settings().model(),
                maxTokens));
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private void gavel(String... arguments) {
    var result =
        TestingCommandLine.run(
            Stream.concat(
                    Stream.of(arguments),
                    Stream.of("--config", folder.resolve("g.yaml").toString()))
                .toArray(String[]::new));
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(0);
  }
}
