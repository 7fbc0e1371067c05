package io.gavel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.cli.GavelCommand;
import io.gavel.config.ConfigLoader;
import io.gavel.config.TopicsConfig;
import io.gavel.judge.SharedData;
import io.gavel.metric.CataloguedMeters;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import io.gavel.schema.JudgeRequest;
import io.gavel.simulator.SimulatedPool;
import io.gavel.simulator.settings.SimulatorSettings;
import io.gavel.topic.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The 320 records of MT-Bench through the whole system: `topics apply`, `send`, a worker, two
/// stand-in judges over HTTP.
@ExtendWith(LocalCluster.class)
class WholeSystemTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int RECORDS = 320;
  private static final Pattern PROMPT =
      Pattern.compile(
          "\\A.*?\n\n###The instruction to evaluate:\n(?<instruction>.*)"
              + "\n\n###Response to evaluate:\n(?<response>.*)"
              + "\n\n###Reference Answer \\(Score 5\\):\n(?<reference>.*)"
              + "\n\n###Score Rubrics:\n\\[(?<criteria>.*)]\nScore 1: (?<s1>.*)\nScore 2: (?<s2>.*)"
              + "\nScore 3: (?<s3>.*)\nScore 4: (?<s4>.*)\nScore 5: (?<s5>.*)\n\n###Feedback: \\z",
          Pattern.DOTALL);

  private final LocalCluster.Servers servers;
  private final TopicsConfig topics;
  private final Set<String> prompts = ConcurrentHashMap.newKeySet();
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch firstIsGone = new CountDownLatch(1);
  private final Path folder;

  WholeSystemTest(LocalCluster.Servers servers, @TempDir Path folder) {
    this.servers = servers;
    this.topics = servers.newTopics(4);
    this.folder = folder;
  }

  @BeforeEach
  void theDataIsThere() {
    assertThat(SharedData.file("mt_bench_eval.json")).isReadable();
  }

  @Test
  void everyPromptIsByteEqualToTheRecordedOneAndEveryGenerationHasOneOutcome() throws Exception {
    try (SimulatedPool judges =
        SimulatedPool.start(SimulatorSettings.ofLatency(2, 1, Duration.ZERO), prompts::add)) {
      Path config = config(judges);
      assertThat(gavel("topics", "apply", "--config", config.toString())).isZero();
      assertThat(gavel("send", "--config", config.toString(), lines().toString())).isZero();

      MeterRegistry meters = new SimpleMeterRegistry();
      try (Worker worker = Worker.start(ConfigLoader.load(config, Map.of()), meters)) {
        await().atMost(PATIENCE).until(() -> outcomes().size() >= RECORDS);
        assertThat(worker.failure()).isEmpty();
        CataloguedMeters.assertAllIn(meters);
      }
    }

    assertThat(deadLetters()).isEmpty();
    assertThat(outcomes()).hasSize(RECORDS).doesNotHaveDuplicates();
    assertThat(outcomes()).containsExactlyInAnyOrderElementsOf(requests());
    assertThat(feedback()).allMatch(feedback -> feedback.getJudgement().getStandIn());
    assertThat(prompts.stream().map(prompt -> prompt.substring(prompt.indexOf("###"))))
        .containsExactlyInAnyOrderElementsOf(
            items().map(item -> item.path("instruction").asText()).collect(Collectors.toSet()));
  }

  @Test
  void aWorkerThatIsKilledInTheMiddleAndStartedAgainGivesEveryOutcomeOnce() throws Exception {
    try (SimulatedPool judges =
        SimulatedPool.start(
            SimulatorSettings.ofLatency(2, 1, Duration.ofMillis(400)), this::answerHalf)) {
      Path config = config(judges);
      assertThat(gavel("topics", "apply", "--config", config.toString())).isZero();
      assertThat(gavel("send", "--config", config.toString(), lines().toString())).isZero();

      Process first = worker(config);
      await().atMost(PATIENCE).until(() -> outcomes().size() >= RECORDS / 5);
      first.destroyForcibly().waitFor();
      firstIsGone.countDown();
      int beforeTheKill = outcomes().size();
      Process second = worker(config);
      await().atMost(PATIENCE).until(() -> outcomes().size() >= RECORDS);
      second.destroy();

      assertThat(second.waitFor(120, TimeUnit.SECONDS)).as("the worker stops when asked").isTrue();
      assertThat(beforeTheKill).isLessThan(RECORDS);
    }

    assertThat(outcomes()).hasSize(RECORDS).doesNotHaveDuplicates();
    assertThat(outcomes()).containsExactlyInAnyOrderElementsOf(requests());
  }

  /// Lets the judges answer no more than half before the first worker is gone, however late it is
  /// killed.
  private void answerHalf(String prompt) {
    prompts.add(prompt);
    if (asked.incrementAndGet() > RECORDS / 2) {
      try {
        assertThat(firstIsGone.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private List<String> outcomes() {
    return Stream.concat(
            feedback().stream().map(Feedback::getRequestId),
            deadLetters().stream().map(letter -> letter.getRequestId().orElse("none")))
        .toList();
  }

  private List<String> requests() {
    return committed(Topic.JUDGE_REQUESTS, JudgeRequest.class).stream()
        .map(JudgeRequest::getRequestId)
        .toList();
  }

  private List<Feedback> feedback() {
    return committed(Topic.FEEDBACK, Feedback.class);
  }

  private List<DeadLetter> deadLetters() {
    return committed(Topic.DEAD_LETTERS, DeadLetter.class);
  }

  private <T extends SpecificRecord> List<T> committed(Topic topic, Class<T> type) {
    return new CommittedRecords(servers).values(topic.name(topics.prefix()), type);
  }

  private static int gavel(String... arguments) {
    StringWriter errors = new StringWriter();
    int code =
        GavelCommand.commandLine(Map.of())
            .setOut(new PrintWriter(Writer.nullWriter()))
            .setErr(new PrintWriter(errors))
            .execute(arguments);
    assertThat(errors.toString()).as("errors of gavel %s", arguments[0]).doesNotContain("gavel:");
    return code;
  }

  /// A worker in a process of its own, as a user starts it.
  private Process worker(Path config) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Gavel.class.getName(),
            "run",
            "--config",
            config.toString());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("worker.log").toFile()));
    return builder.start();
  }

  private Path config(SimulatedPool judges) throws IOException {
    return Files.writeString(
        folder.resolve("gavel.yaml"),
        """
        worker_id: mt-bench
        kafka:
          bootstrap_servers: %s
        registry:
          url: %s
        topics:
          prefix: %s
          partitions: %d
        enrich:
          application_id: enrich-%s
          state_dir: %s
        engine:
          group_id: judge-%s
          max_in_flight: 64
          drain: 2s
        reward:
          application_id: reward-%s
          state_dir: %s
        monitor:
          application_id: monitor-%s
          state_dir: %s
        web:
          listen: 127.0.0.1:0
        judge:
          profiles:
            prometheus:
              endpoints: [%s]
              model: %s
        """
            .formatted(
                servers.broker().bootstrapServers(),
                servers.registry().url(),
                topics.prefix(),
                topics.partitions(),
                topics.prefix(),
                folder.resolve("state"),
                topics.prefix(),
                topics.prefix(),
                folder.resolve("state"),
                topics.prefix(),
                folder.resolve("state"),
                judges.endpoints().stream().map(URI::toString).collect(Collectors.joining(", ")),
                judges.settings().model()));
  }

  /// The records as lines for `send`, under the Feedback Collection's names.
  private Path lines() throws IOException {
    StringBuilder lines = new StringBuilder();
    int number = 0;
    for (JsonNode item : items().toList()) {
      Matcher parts = PROMPT.matcher(item.path("instruction").asText());
      assertThat(parts.matches()).isTrue();
      ObjectNode line =
          JSON.createObjectNode()
              .put("generation_id", "mt-bench-" + number++)
              .put("application", "mt-bench")
              .put("model", item.path("response_source").asText())
              .put("orig_instruction", parts.group("instruction"))
              .put("orig_response", parts.group("response"))
              .put("orig_reference_answer", parts.group("reference"))
              .put("orig_criteria", parts.group("criteria"));
      for (int score = 1; score <= 5; score++) {
        line.put("orig_score" + score + "_description", parts.group("s" + score));
      }
      lines.append(line).append('\n');
    }
    return Files.writeString(folder.resolve("mt-bench.jsonl"), lines);
  }

  private static Stream<JsonNode> items() throws IOException {
    JsonNode items = JSON.readTree(SharedData.file("mt_bench_eval.json").toFile());
    assertThat(items).hasSize(RECORDS);
    return items.valueStream();
  }
}
