package io.gavel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.CommittedRecords;
import io.gavel.LocalCluster;
import io.gavel.config.TopicsConfig;
import io.gavel.schema.Alert;
import io.gavel.schema.AlertState;
import io.gavel.schema.Baseline;
import io.gavel.schema.ScoreBucket;
import io.gavel.schema.ScoreWindow;
import io.gavel.serde.RecordSerdes;
import io.gavel.topic.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// `baseline` against a real broker and a real registry.
@ExtendWith(LocalCluster.class)
final class BaselineCommandTest {
  private static final Instant START = Instant.parse("2026-11-22T09:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String KEY = "support/heron-8b/tone";

  @TempDir private Path folder;
  private final LocalCluster.Servers servers;
  private final TopicsConfig topics;

  BaselineCommandTest(LocalCluster.Servers servers) {
    this.servers = servers;
    topics = servers.newTopics(2);
  }

  @BeforeEach
  void createTopics() throws IOException {
    Files.writeString(
        folder.resolve("g.yaml"),
        """
        kafka: {bootstrap_servers: '%s'}
        registry: {url: '%s'}
        topics: {prefix: %s, partitions: 2}
        """
            .formatted(
                servers.broker().bootstrapServers(), servers.registry().url(), topics.prefix()));
    servers.createTopics(
        Stream.of(Topic.SCORE_WINDOWS, Topic.BASELINES, Topic.ALERTS)
            .map(topic -> topic.name(topics.prefix()))
            .toList(),
        2);
  }

  @Test
  void aBaselineIsSetFromTheNewestStateOfEachWindowShownAndTakenBack() throws Exception {
    send(Topic.SCORE_WINDOWS, KEY, window(0, 1, 5).build());
    send(
        Topic.SCORE_WINDOWS,
        KEY,
        window(0, 100, 5)
            .setDeadLetters(3)
            .setDeadLettersByReason(Map.of("unreadable_answer", 2L, "context_too_long", 1L))
            .build());
    send(Topic.SCORE_WINDOWS, KEY, window(1, 100, 3).build());
    send(Topic.SCORE_WINDOWS, KEY, window(2, 100, 1).build());
    send(
        Topic.SCORE_WINDOWS,
        KEY,
        window(0, 300, 3).setWindowEnd(START.plus(Duration.ofHours(1))).build());

    var set =
        baseline(
            "set",
            "--from",
            "2026-11-22T09:00:00Z",
            "--to",
            "2026-11-22T09:02:00Z",
            "--note",
            "good");
    assertThat(set.err()).isEmpty();
    assertThat(set.exitCode()).isZero();
    assertThat(set.out())
        .isEqualTo(
            "baseline set: support/heron-8b/tone: mean 4.00 of 200 scores from 2026-11-22T09:00:00Z to 2026-11-22T09:02:00Z%n"
                .formatted());
    Baseline baseline = baselines().getFirst();
    assertThat(baseline.getMean()).isEqualTo(4);
    assertThat(baseline.getEffectiveSampleSize()).isEqualTo(200);
    assertThat(baseline.getBuckets())
        .containsExactly(
            new ScoreBucket(1, 0L, 0.0),
            new ScoreBucket(2, 0L, 0.0),
            new ScoreBucket(3, 100L, 100.0),
            new ScoreBucket(4, 0L, 0.0),
            new ScoreBucket(5, 100L, 100.0));
    assertThat(baseline.getUnreadable()).isEqualTo(2);
    assertThat(baseline.getDeadLetters()).isEqualTo(3);
    assertThat(baseline.getOutcomes()).isEqualTo(203);
    assertThat(baseline.getNote()).isEqualTo("good");

    send(Topic.ALERTS, KEY, alert());
    var shown = run("baseline", "show");
    assertThat(shown.out()).contains("support", "heron-8b", "tone", "4.00", "200", "alert", "good");
    assertThat(run("baseline", "show", "--json").out())
        .contains("\"series_key\":\"support/heron-8b/tone\"", "\"alert\":true", "\"mean\":4.0");

    var cleared = baseline("clear");
    assertThat(cleared.out()).isEqualTo("baseline taken back: support/heron-8b/tone%n".formatted());
    assertThat(run("baseline", "show").out())
        .isEqualTo(
            "no baseline is set: every series is compared with what it was before%n".formatted());
    var again = baseline("clear");
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("no baseline is set for series support/heron-8b/tone");
  }

  @Test
  void theSameTimeHasTheSameIdAndFewScoresAreSaid() throws Exception {
    send(Topic.SCORE_WINDOWS, KEY, window(0, 10, 5).build());
    String[] time = {"set", "--from", "2026-11-22T09:00:00Z", "--to", "2026-11-22T10:00:00Z"};

    assertThat(baseline(time).err()).contains("only 10 scores are in it");
    baseline(time);
    assertThat(baselines()).extracting(Baseline::getBaselineId).hasSize(2);
    assertThat(baselines().stream().map(Baseline::getBaselineId).distinct()).hasSize(1);
  }

  @Test
  void whatCannotBeABaselineIsRefusedWithWhatToDo() throws Exception {
    String[] time = {"set", "--from", "2026-11-22T09:00:00Z", "--to", "2026-11-22T09:02:00Z"};
    assertThat(baseline(time).err())
        .contains(
            "there are no windows of series support/heron-8b/tone: nothing has been judged yet");

    send(Topic.SCORE_WINDOWS, "support/wren-3b/tone", window(0, 10, 5).setModel("wren-3b").build());
    assertThat(baseline(time).err()).contains("there are support/wren-3b/tone");

    send(Topic.SCORE_WINDOWS, KEY, window(60, 10, 5).build());
    assertThat(baseline(time).err())
        .contains(
            "has no window from 2026-11-22T09:00:00Z to 2026-11-22T09:02:00Z: it has some from"
                + " 2026-11-22T10:00:00Z to 2026-11-22T10:01:00Z");

    send(Topic.SCORE_WINDOWS, KEY, window(0, 10, 2).setBuckets(buckets(0, 1, 10, 2)).build());
    assertThat(baseline(time).err())
        .contains(
            "on a scale of 0 to 1, but the newest on one of 1 to 5: choose a time since the rubric changed");
    assertThat(
            baseline("set", "--from", "2026-11-22T09:00:00Z", "--to", "2026-11-22T11:00:00Z").err())
        .contains("are on different scales, 0 to 1 and 1 to 5");
    assertThat(baselines()).isEmpty();
  }

  @Test
  void wrongUsageIsRefused() {
    assertThat(baseline("set").err()).contains("say which time: --last 24h, or --from and --to");
    assertThat(baseline("set", "--last", "24h", "--from", "2h").err()).contains("stands in place");
    assertThat(baseline("set", "--last", "soon").err()).contains("--last soon: must be a duration");
    assertThat(baseline("set", "--from", "1h", "--to", "2h").err())
        .contains("--from must be before");
    assertThat(run("baseline", "set", "--last", "1h").err()).contains("--application");
    assertThat(run("baseline", "set", "--help").out()).contains("Examples:", "--last 24h");
  }

  private static ScoreWindow.Builder window(int minute, long count, int score) {
    Instant start = START.plus(MINUTE.multipliedBy(minute));
    return ScoreWindow.newBuilder()
        .setApplication("support")
        .setModel("heron-8b")
        .setRubricId("tone")
        .setWindowStart(start)
        .setWindowEnd(start.plus(MINUTE))
        .setCount(count)
        .setWeight((double) count)
        .setEffectiveSampleSize((double) count)
        .setMean((double) score)
        .setBuckets(buckets(1, 5, count, score))
        .setDeadLetters(0)
        .setStandIn(false);
  }

  private static List<ScoreBucket> buckets(int lowest, int highest, long count, int score) {
    List<ScoreBucket> buckets = new ArrayList<>();
    for (int level = lowest; level <= highest; level++) {
      long here = level == score ? count : 0;
      buckets.add(new ScoreBucket(level, here, (double) here));
    }
    return buckets;
  }

  private static Alert alert() {
    return Alert.newBuilder()
        .setAlertId("a")
        .setState(AlertState.RAISED)
        .setMoved("mean")
        .setApplication("support")
        .setModel("heron-8b")
        .setRubricId("tone")
        .setBaseline(4)
        .setCurrent(2)
        .setEvidence(200)
        .setThreshold(185)
        .setSince(START)
        .setRaisedAt(START)
        .setExamples(List.of())
        .setSummary("It fell.")
        .setStandIn(false)
        .build();
  }

  private List<Baseline> baselines() {
    return new CommittedRecords(servers)
        .values(Topic.BASELINES.name(topics.prefix()), Baseline.class);
  }

  private void send(Topic topic, String key, SpecificRecord record) throws Exception {
    String name = topic.name(topics.prefix());
    try (Serializer<SpecificRecord> serializer =
            new RecordSerdes(servers.registryConfig()).serializer(SpecificRecord.class);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                servers.kafka().producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  name, key.getBytes(StandardCharsets.UTF_8), serializer.serialize(name, record)))
          .get(60, TimeUnit.SECONDS);
    }
  }

  private TestingCommandLine.Result baseline(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of("baseline", command));
    arguments.addAll(
        List.of("--application", "support", "--model", "heron-8b", "--rubric", "tone"));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private TestingCommandLine.Result baseline(String[] arguments) {
    return baseline(arguments[0], java.util.Arrays.copyOfRange(arguments, 1, arguments.length));
  }

  private TestingCommandLine.Result run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", folder.resolve("g.yaml").toString()));
    return TestingCommandLine.run(all.toArray(String[]::new));
  }
}
