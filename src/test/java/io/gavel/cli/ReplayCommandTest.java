package io.gavel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.CommittedRecords;
import io.gavel.LocalCluster;
import io.gavel.Worker;
import io.gavel.config.ConfigLoader;
import io.gavel.config.GavelConfig;
import io.gavel.config.ReplaySettings;
import io.gavel.config.TopicsConfig;
import io.gavel.schema.Feedback;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Reward;
import io.gavel.schema.ScoreWindow;
import io.gavel.simulator.SimulatedPool;
import io.gavel.simulator.settings.SimulatorSettings;
import io.gavel.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A day judged by a rubric of version 1 in production, and again by version 2 beside it.
@ExtendWith(LocalCluster.class)
final class ReplayCommandTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int GENERATIONS = 12;
  private static final String RUBRIC =
      """
      rubrics:
        - id: clarity
          version: %d
          criteria: Is the response %s?
          levels: {1: No., 2: Hardly., 3: Partly., 4: Mostly., 5: Yes.}
      """;

  private final Instant begin =
      Instant.now().truncatedTo(ChronoUnit.MILLIS).minus(Duration.ofHours(3));
  @TempDir private Path folder;
  private final LocalCluster.Servers servers;
  private final TopicsConfig topics;

  ReplayCommandTest(LocalCluster.Servers servers) {
    this.servers = servers;
    topics = servers.newTopics(2);
  }

  @Test
  void aReplayIsJudgedBesideProductionOnceAndChangesNothingOfIt() throws Exception {
    try (SimulatedPool judge =
        SimulatedPool.start(SimulatorSettings.ofLatency(1, 1, Duration.ZERO))) {
      config(judge);
      gavel("topics", "apply");
      gavel("apply", file("v1.yaml", RUBRIC.formatted(1, "easy to follow")));
      gavel("apply", file("references.yaml", "references: [{id: best, answer: All of it.}]"));
      gavel("send", file("lines.jsonl", lines()));
      try (Worker worker = Worker.start(production(), new SimpleMeterRegistry())) {
        await().atMost(PATIENCE).until(() -> settled(topics.prefix(), GENERATIONS));
        assertThat(worker.failure()).isEmpty();
      }
      Map<Topic, Integer> before = counts();

      gavel("topics", "apply", "--replay", "trial");
      gavel("apply", "--replay", "trial", file("v2.yaml", RUBRIC.formatted(2, "easy, truly")));
      assertThat(replay("clarity@2", 10, "--dry-run"))
          .contains("would replay: generations=10 already_there=0 references=1");
      assertThat(replay("clarity@2", 10, "--rate", "1000/s"))
          .contains("replayed: generations=10 already_there=0 references=1 unreadable=0 as=trial");
      assertThat(replay("clarity@2", 10)).contains("generations=0 already_there=10");
      assertThat(replay("clarity@2", GENERATIONS)).contains("generations=2 already_there=10");
      try (Worker worker =
          Worker.start(ReplaySettings.of(production(), "trial"), new SimpleMeterRegistry())) {
        await().atMost(PATIENCE).until(() -> settled(own(), GENERATIONS));
        assertThat(worker.failure()).isEmpty();
      }

      assertThat(counts()).isEqualTo(before);
    }
    assertThat(committed(own(), Topic.FEEDBACK, Feedback.class))
        .extracting(Feedback::getGenerationId)
        .containsExactlyInAnyOrderElementsOf(
            committed(topics.prefix(), Topic.FEEDBACK, Feedback.class).stream()
                .map(Feedback::getGenerationId)
                .toList());
    assertThat(committed(own(), Topic.JUDGE_REQUESTS, JudgeRequest.class))
        .allSatisfy(request -> {
          assertThat(request.getRubric().getVersion()).isEqualTo(2);
          assertThat(request.getPolicyId()).contains("replay");
        });
    assertThat(committed(own(), Topic.JUDGE_REQUESTS, JudgeRequest.class))
        .filteredOn(request -> request.getReferenceAnswer().isPresent())
        .extracting(request -> request.getGeneration().getGenerationId())
        .containsExactly("g3");
    assertThat(committed(own(), Topic.GENERATIONS, Generation.class)).hasSize(GENERATIONS);
  }

  @Test
  void aReplayKeepsToTheRubricAndRateThatItBeganWith() throws Exception {
    try (SimulatedPool judge =
        SimulatedPool.start(SimulatorSettings.ofLatency(1, 1, Duration.ZERO))) {
      config(judge);
    }
    gavel("topics", "apply");
    gavel("apply", file("v1.yaml", RUBRIC.formatted(1, "easy to follow")));
    gavel("send", file("lines.jsonl", lines()));
    replay("clarity", 2);

    assertThat(refused("clarity@2")).contains("keeps to it: give another name with --as");
    assertThat(refused("clarity", "--sampling-rate", "0.5"))
        .contains("begun with rubric clarity and --sampling-rate 1.0");
    assertThat(refused("tone")).contains("there is no rubric tone");
  }

  private String refused(String rubric, String... more) {
    var result = run(rubric, 2, more);
    assertThat(result.exitCode()).isEqualTo(1);
    return result.err();
  }

  private String replay(String rubric, int minutes, String... more) {
    var result = run(rubric, minutes, more);
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(0);
    return result.out();
  }

  private TestingCommandLine.Result run(String rubric, int minutes, String... more) {
    return TestingCommandLine.run(
        Stream.concat(
                Stream.of(
                    "replay",
                    "--as",
                    "trial",
                    "--rubric",
                    rubric,
                    "--from",
                    begin.toString(),
                    "--to",
                    begin.plus(Duration.ofMinutes(minutes)).toString(),
                    "--config",
                    folder.resolve("g.yaml").toString()),
                Arrays.stream(more))
            .toArray(String[]::new));
  }

  /// As many generations have feedback, and rewards and windows tell of all of them.
  private boolean settled(String prefix, int generations) {
    return committed(prefix, Topic.FEEDBACK, Feedback.class).size() == generations
        && committed(prefix, Topic.REWARDS, Reward.class).size() == generations
        && committed(prefix, Topic.SCORE_WINDOWS, ScoreWindow.class).stream()
                .filter(window ->
                    Duration.between(window.getWindowStart(), window.getWindowEnd())
                        .equals(Duration.ofMinutes(1)))
                .filter(window -> window.getApplication().equals("support"))
                .map(ScoreWindow::getWindowStart)
                .distinct()
                .count()
            == generations;
  }

  private Map<Topic, Integer> counts() {
    Map<Topic, Integer> counts = new TreeMap<>();
    for (Topic topic : Topic.values()) {
      counts.put(topic, new CommittedRecords(servers).bytes(topic.name(topics.prefix())).size());
    }
    return counts;
  }

  private <T extends SpecificRecord> List<T> committed(String prefix, Topic topic, Class<T> type) {
    return new CommittedRecords(servers).values(topic.name(prefix), type);
  }

  private String own() {
    return topics.prefix() + "replay-trial.";
  }

  private GavelConfig production() {
    return ConfigLoader.load(folder.resolve("g.yaml"), Map.of());
  }

  /// One a minute, judged by the rubric that each names.
  private String lines() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < GENERATIONS; i++) {
      lines.append(
          """
          {"generation_id": "g%d", "created_at": "%s", "application": "support", "model": "wren", \
          "instruction": "Why %d?", "response": "So.", "rubric_ids": ["clarity"]%s}
          """
              .formatted(
                  i,
                  begin.plus(Duration.ofMinutes(i)),
                  i,
                  i == 3 ? ", \"reference_id\": \"best\"" : ""));
    }
    return lines.toString();
  }

  private void config(SimulatedPool judge) throws IOException {
    file(
        "g.yaml",
        """
        worker_id: lifecycle
        roles: [enrich, judge, reward, monitor]
        kafka: {bootstrap_servers: '%s'}
        registry: {url: '%s'}
        topics: {prefix: %s, partitions: 2}
        enrich: {application_id: enrich-%s, state_dir: '%s'}
        engine: {group_id: judge-%s}
        reward: {application_id: reward-%s, state_dir: '%s'}
        monitor: {application_id: monitor-%s, state_dir: '%s', publish_interval: 200ms}
        judge:
          profiles:
            prometheus: {endpoints: ['%s'], model: %s}
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
                judge.settings().model()));
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
