package io.gavel.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.CommittedRecords;
import io.gavel.LocalCluster;
import io.gavel.cli.GavelCommand;
import io.gavel.config.TopicsConfig;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import io.gavel.simulator.SimulatedPool;
import io.gavel.simulator.settings.SimulatorSettings;
import io.gavel.topic.Topic;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A rolling upgrade under load, there and back: a worker of an earlier commit, one of this beside
/// it, the earlier one killed and started again, told to end and followed by this one's; then the
/// earlier one once more, as for a roll-back. `-Dupgrade.from=` names the commit,
/// `-Dupgrade.batches=` how many times 50 generations there are.
@ExtendWith(LocalCluster.class)
class UpgradeIT {
  private static final int BATCH = 50;
  private static final String SHARED = "enrich,judge";

  @TempDir private Path folder;
  private final LocalCluster.Servers servers;
  private final TopicsConfig topics;
  private final AtomicInteger sent = new AtomicInteger();

  UpgradeIT(LocalCluster.Servers servers) {
    this.servers = servers;
    topics = servers.newTopics(4);
  }

  @Test
  @Timeout(value = 40, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aRollingUpgradeAndARollBackLoseNothingAndDoubleNothing() throws Exception {
    String commit = System.getProperty("upgrade.from", "");
    assertThat(commit).as("-Dupgrade.from=COMMIT").matches("[0-9a-zA-Z._-]+");
    String earlier = EarlierGavel.classPath(commit);
    String today = System.getProperty("java.class.path");
    try (SimulatedPool judge =
        SimulatedPool.start(SimulatorSettings.ofLatency(1, 1, Duration.ofMillis(300)))) {
      config(judge);
      gavel("topics", "apply");
      gavel("apply", rubric());

      try (WorkerProcess first = WorkerProcess.start(earlier, "one", SHARED + ",reward", folder)) {
        load("the earlier one alone");
        try (WorkerProcess second = WorkerProcess.start(today, "two", SHARED, folder)) {
          load("both");
          first.kill();
          load("the earlier one killed");
          try (WorkerProcess again =
              WorkerProcess.start(earlier, "one", SHARED + ",reward", folder)) {
            load("the earlier one back");
            assertThat(again.leave()).as(again.output()).isZero();
          }
          // The reward role's streams may have changed: its earlier workers end before this one's
          // begin.
          try (WorkerProcess third =
              WorkerProcess.start(today, "one", SHARED + ",reward", folder)) {
            load("this one in its place");
            assertThat(second.leave()).as(second.output()).isZero();
            try (WorkerProcess back = WorkerProcess.start(earlier, "two", SHARED, folder)) {
              load("rolled back by half");
              awaitOutcomes();
              // Both publish what they have under way, so that nothing comes after the count.
              assertThat(back.leave()).as(back.output()).isZero();
              assertThat(third.leave()).as(third.output()).isZero();
            }
          }
        }
      }
    }
    report(commit);
  }

  /// Some generations, and as long as it takes until most of them have come through.
  private void load(String phase) throws Exception {
    int batches = Integer.getInteger("upgrade.batches", 6);
    for (int batch = 0; batch < batches; batch++) {
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < BATCH; i++) {
        lines.append(
            """
            {"generation_id": "g%d", "application": "support", "model": "wren", \
            "instruction": "Why?", "response": "So.", "rubric_ids": ["clarity"]%s}
            """
                .formatted(
                    sent.getAndIncrement(), i % 5 == 0 ? ", \"reference_id\": \"best\"" : ""));
      }
      gavel("send", Files.writeString(folder.resolve("lines.jsonl"), lines).toString());
    }
    int wanted = sent.get() - BATCH;
    await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> new HashSet<>(outcomes()).size() >= wanted);
    System.out.printf("upgrade: %s: sent=%d outcomes=%d%n", phase, sent.get(), outcomes().size());
  }

  private void awaitOutcomes() {
    await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> new HashSet<>(outcomes()).size() >= sent.get());
  }

  private void report(String commit) {
    List<String> outcomes = outcomes();
    Set<String> lost = new TreeSet<>();
    for (int i = 0; i < sent.get(); i++) {
      lost.add("g" + i);
    }
    lost.removeAll(outcomes);
    int doubled = outcomes.size() - new HashSet<>(outcomes).size();
    System.out.printf(
        "upgrade from %s: generations=%d outcomes=%d dead_letters=%d lost=%d doubled=%d%n",
        commit,
        sent.get(),
        outcomes.size(),
        committed(Topic.DEAD_LETTERS, DeadLetter.class).size(),
        lost.size(),
        doubled);
    assertThat(lost).isEmpty();
    assertThat(doubled).isZero();
  }

  /// The generations that have an outcome, each as often as it has one.
  private List<String> outcomes() {
    return Stream.concat(
            committed(Topic.FEEDBACK, Feedback.class).stream().map(Feedback::getGenerationId),
            committed(Topic.DEAD_LETTERS, DeadLetter.class).stream()
                .map(letter -> letter.getGenerationId().orElse("unknown")))
        .toList();
  }

  private <T extends SpecificRecord> List<T> committed(Topic topic, Class<T> type) {
    return new CommittedRecords(servers).values(topic.name(topics.prefix()), type);
  }

  private void gavel(String... arguments) {
    int code =
        GavelCommand.commandLine(Map.of())
            .setOut(new PrintWriter(PrintWriter.nullWriter()))
            .execute(
                Stream.concat(
                        Stream.of(arguments),
                        Stream.of("--config", folder.resolve("gavel.yaml").toString()))
                    .toArray(String[]::new));
    assertThat(code).as("gavel " + arguments[0]).isZero();
  }

  private String rubric() throws IOException {
    return Files.writeString(
            folder.resolve("rubric.yaml"),
            """
            rubrics:
              - id: clarity
                version: 1
                criteria: Is the response easy to follow?
                levels: {1: No., 2: Hardly., 3: Partly., 4: Mostly., 5: Yes.}
            references:
              - {id: best, answer: So it is.}
            """)
        .toString();
  }

  /// Keys that both know.
  private void config(SimulatedPool judge) throws IOException {
    Files.writeString(
        folder.resolve("gavel.yaml"),
        """
        kafka: {bootstrap_servers: '%s'}
        registry: {url: '%s'}
        topics: {prefix: %s, partitions: 4}
        enrich: {application_id: enrich-%s}
        engine: {group_id: judge-%s, max_in_flight: 16, drain: 5s}
        reward: {application_id: reward-%s}
        web: {listen: ''}
        judge:
          profiles:
            prometheus: {endpoints: ['%s'], model: %s}
        """
            .formatted(
                servers.broker().bootstrapServers(),
                servers.registry().url(),
                topics.prefix(),
                topics.prefix(),
                topics.prefix(),
                topics.prefix(),
                judge.endpoints().getFirst(),
                judge.settings().model()));
  }
}
