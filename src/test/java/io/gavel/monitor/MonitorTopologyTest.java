package io.gavel.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gavel.TestConfigs;
import io.gavel.TestRecords;
import io.gavel.config.AlertmanagerConfig;
import io.gavel.config.KafkaConfig;
import io.gavel.config.MonitorConfig;
import io.gavel.config.RegistryConfig;
import io.gavel.config.TopicsConfig;
import io.gavel.deadletter.Reason;
import io.gavel.enrich.TestingAvroDeserializer;
import io.gavel.enrich.TestingAvroSerializer;
import io.gavel.metric.MonitorMeters;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import io.gavel.schema.ScoreBucket;
import io.gavel.schema.ScoreWindow;
import io.gavel.serde.RecordSerdes;
import io.gavel.serde.RegistryUnavailableException;
import io.gavel.streams.StreamsProperties;
import io.gavel.topic.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorTopologyTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration TICK = Duration.ofSeconds(1);

  /// The beginning of an hour.
  private static final Instant START = TestRecords.CREATED_AT;

  private static final TopicsConfig TOPICS =
      new TopicsConfig("t.", 1, 1, Duration.ofDays(1), Duration.ofDays(1));

  @TempDir Path folder;

  private final RecordSerdes serdes =
      new RecordSerdes(
          new RegistryConfig(
              "unused",
              Map.of(),
              TestingAvroSerializer.class.getName(),
              TestingAvroDeserializer.class.getName()));
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MonitorMeters meters = new MonitorMeters(registry);

  /// When outcomes are published: after every grace, unless a test says otherwise.
  private Instant publishedAt = START.plus(Duration.ofDays(1));

  private TopologyTestDriver driver;
  private TestOutputTopic<String, ScoreWindow> windows;
  private final List<ScoreWindow> published = new ArrayList<>();

  private MonitorConfig config(int retained, int limit) {
    return new MonitorConfig(
        "monitor-test",
        List.of(MINUTE, HOUR),
        Duration.ofMinutes(10),
        retained,
        Duration.ofDays(30),
        List.of("channel"),
        limit,
        TICK,
        folder.toString(),
        1,
        TestConfigs.drift(),
        AlertmanagerConfig.OFF);
  }

  @BeforeEach
  void open() {
    open(config(100, 50));
  }

  private void open(MonitorConfig config) {
    driver =
        new TopologyTestDriver(
            MonitorTopology.build(config, TOPICS, serdes, meters),
            StreamsProperties.of(
                MonitorStreams.role(config, TOPICS), TOPICS, KafkaConfig.of("unused:1"), "worker"),
            START.plus(Duration.ofDays(2)));
    published.clear();
    windows =
        driver.createOutputTopic(
            "t.score-windows", new StringDeserializer(), serdes.deserializer(ScoreWindow.class));
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void scoresOfAMinuteMakeOneWindowOfEachSize() {
    score(3, START.plusSeconds(5));
    score(5, START.plusSeconds(50), it -> it.setInclusionProbability(0.5));
    assertThat(windows.isEmpty()).isTrue();
    driver.advanceWallClockTime(TICK);

    List<KeyValue<String, ScoreWindow>> published = windows.readKeyValuesToList();
    assertThat(published).extracting(it -> it.key).containsOnly(Outcomes.KEY);
    assertThat(published).hasSize(2);
    ScoreWindow minute = published.getFirst().value;
    assertThat(minute.getWindowStart()).isEqualTo(START);
    assertThat(minute.getWindowEnd()).isEqualTo(START.plus(MINUTE));
    assertThat(minute.getCount()).isEqualTo(2);
    assertThat(minute.getWeight()).isEqualTo(3);
    assertThat(minute.getMean().orElseThrow()).isCloseTo(13 / 3.0, within(1e-12));
    assertThat(minute.getEffectiveSampleSize()).isCloseTo(1.8, within(1e-12));
    assertThat(minute.getBuckets())
        .containsExactly(
            new ScoreBucket(1, 0L, 0.0),
            new ScoreBucket(2, 0L, 0.0),
            new ScoreBucket(3, 1L, 1.0),
            new ScoreBucket(4, 0L, 0.0),
            new ScoreBucket(5, 1L, 2.0));
    assertThat(minute.getJudgeLatencyMillis()).contains(1200.0);
    assertThat(minute.getJudgeCompletionTokens()).contains(20.0);
    assertThat(minute.getExpectedScoreQuantiles()).isEmpty();
    assertThat(published.getLast().value.getWindowEnd()).isEqualTo(START.plus(HOUR));
    driver.advanceWallClockTime(TICK);
    assertThat(windows.isEmpty()).as("nothing new, nothing published").isTrue();
  }

  @Test
  void anHourIsTheSumOfItsMinutesWhateverCameWhen() {
    Random random = new Random(4);
    List<Runnable> outcomes = new ArrayList<>();
    // Within the grace of ten minutes whatever the order.
    for (int i = 0; i < 300; i++) {
      Instant at = START.plusMillis(random.nextLong(Duration.ofMinutes(10).toMillis()));
      outcomes.add(
          switch (random.nextInt(6)) {
            case 0 -> () -> send(Outcomes.letter(Reason.UNREADABLE_ANSWER, at).build());
            case 1 -> () -> send(Outcomes.verdict(at).build());
            default -> {
              double expected = 1 + 4 * random.nextDouble();
              int score = 1 + random.nextInt(5);
              double probability = 0.1 + 0.9 * random.nextDouble();
              yield () ->
                  score(
                      score,
                      at,
                      it -> it.setExpectedScore(expected).setInclusionProbability(probability));
            }
          });
    }
    ScoreWindow before = null;
    for (int round = 0; round < 3; round++) {
      driver.close();
      open();
      Collections.shuffle(outcomes, random);
      for (Runnable outcome : outcomes) {
        outcome.run();
        if (random.nextInt(20) == 0) {
          driver.advanceWallClockTime(TICK);
        }
      }
      driver.advanceWallClockTime(TICK);

      Map<Instant, ScoreWindow> minutes = newest(MINUTE);
      ScoreWindow hour = newest(HOUR, START);
      assertThat(minutes).hasSize(10);
      assertThat(minutes.values().stream().mapToLong(ScoreWindow::getCount).sum())
          .isEqualTo(hour.getCount());
      assertThat(minutes.values().stream().mapToLong(ScoreWindow::getDeadLetters).sum())
          .isEqualTo(hour.getDeadLetters());
      assertThat(
              minutes.values().stream()
                      .mapToDouble(it -> it.getMean().orElse(0.0) * it.getWeight())
                      .sum()
                  / hour.getWeight())
          .isCloseTo(hour.getMean().orElseThrow(), within(1e-9));
      assertThat(hour.getCount() + hour.getComparisons() + hour.getDeadLetters()).isEqualTo(300);
      assertThat(hour.getDeadLettersByReason())
          .isEqualTo(Map.of("unreadable_answer", hour.getDeadLetters()));
      assertThat(hour.getExpectedScoreQuantiles())
          .containsOnlyKeys("0.05", "0.25", "0.5", "0.75", "0.95");
      if (before != null) {
        assertThat(hour.getMean().orElseThrow())
            .isCloseTo(before.getMean().orElseThrow(), within(1e-9));
        assertThat(hour.getVariance().orElseThrow())
            .isCloseTo(before.getVariance().orElseThrow(), within(1e-9));
        assertThat(hour.getExpectedScoreQuantiles().get("0.5"))
            .isCloseTo(before.getExpectedScoreQuantiles().get("0.5"), within(1e-9));
      }
      before = hour;
    }
  }

  @Test
  void lateFeedbackUpdatesItsWindowWithinGraceAndIsCountedAfterIt() {
    score(3, START);
    score(3, START.plus(Duration.ofMinutes(10)));
    score(5, START.plusSeconds(1));
    driver.advanceWallClockTime(TICK);
    assertThat(newest(MINUTE, START).getCount()).isEqualTo(2);

    score(3, START.plus(Duration.ofMinutes(11)));
    score(5, START.plusSeconds(2));
    score(4, START.plus(MINUTE));
    driver.advanceWallClockTime(TICK);

    assertThat(newest(MINUTE, START).getCount()).isEqualTo(2);
    assertThat(newest(MINUTE, START.plus(MINUTE)).getCount()).isEqualTo(1);
    assertThat(counts()).containsEntry("gavel.monitor.skipped late", 1L);
  }

  @Test
  void whatWasPublishedInTimeIsNotLateHoweverThePartitionsAreRead() {
    score(3, START.plus(Duration.ofMinutes(90)));
    publishedAt = START.plus(Duration.ofMinutes(2));
    score(5, START);
    driver.advanceWallClockTime(TICK);

    assertThat(newest(MINUTE, START).getCount()).isEqualTo(1);
    assertThat(counts()).doesNotContainKey("gavel.monitor.skipped late");
  }

  @Test
  void whatIsLateForOneSeriesIsNotForAnother() {
    score(3, START.plus(Duration.ofMinutes(90)));
    score(3, START, it -> it.setModel("wren-3b"));
    driver.advanceWallClockTime(TICK);

    assertThat(all(MINUTE)).hasSize(2);
    assertThat(counts()).doesNotContainKey("gavel.monitor.skipped late");
  }

  @Test
  void whatIsMadeInTheFutureClosesNoWindow() {
    score(3, START.plus(Duration.ofDays(20)));
    score(3, START);
    driver.advanceWallClockTime(TICK);

    assertThat(newest(MINUTE)).containsOnlyKeys(START);
    assertThat(counts()).containsEntry("gavel.monitor.skipped ahead", 1L);
  }

  @Test
  void deadLettersCountInTheWindowOfTheirGenerationWithTheirWeight() {
    score(4, START);
    try (TestingAvroSerializer serializer = new TestingAvroSerializer()) {
      byte[] request =
          serializer.serialize(
              "t.judge-requests",
              TestRecords.judgeRequest("g")
                  .setGeneration(TestRecords.generation("g").setCreatedAt(START).build())
                  .setInclusionProbability(0.25)
                  .build());
      send(
          Outcomes.letter(Reason.UNREADABLE_ANSWER, START.plus(HOUR))
              .setSourceValue(ByteBuffer.wrap(request))
              .build());
    }
    send(
        Outcomes.letter(Reason.CONTEXT_TOO_LONG, START)
            .setSourceValue(ByteBuffer.wrap("nonsense".getBytes(StandardCharsets.UTF_8)))
            .build());
    send(Outcomes.letter(Reason.RUBRIC_MISSING, START).setStage("enrich").build());
    driver.advanceWallClockTime(TICK);

    ScoreWindow minute = newest(MINUTE, START);
    assertThat(minute.getCount()).isEqualTo(1);
    assertThat(minute.getMean()).contains(4.0);
    assertThat(minute.getDeadLettersByReason())
        .isEqualTo(Map.of("unreadable_answer", 1L, "context_too_long", 1L));
    assertThat(minute.getDeadLetterShare().orElseThrow()).isCloseTo(5 / 6.0, within(1e-12));
    assertThat(minute.getUnreadableShare().orElseThrow()).isCloseTo(4 / 6.0, within(1e-12));
  }

  @Test
  void verdictsOnPairsAreCountedAlone() {
    send(Outcomes.verdict(START).build());
    driver.advanceWallClockTime(TICK);

    ScoreWindow minute = newest(MINUTE, START);
    assertThat(minute.getComparisons()).isEqualTo(1);
    assertThat(minute.getCount()).isZero();
    assertThat(minute.getMean()).isEmpty();
    assertThat(minute.getBuckets()).isEmpty();
  }

  @Test
  void tagsOfTheSettingsPartSeriesAndOthersDoNot() {
    score(1, START, it -> it.setTags(Map.of("channel", "web", "user", "1")));
    score(5, START, it -> it.setTags(Map.of("channel", "web", "user", "2")));
    score(3, START, it -> it.setTags(Map.of("channel", "mail")));
    driver.advanceWallClockTime(TICK);

    assertThat(all(MINUTE).stream().map(it -> it.getTags() + " " + it.getCount()))
        .containsExactlyInAnyOrder("{channel=web} 2", "{channel=mail} 1");
  }

  @Test
  void beyondTheLimitSeriesShareOneThatSaysSo() {
    driver.close();
    open(config(100, 2));
    for (int model = 0; model < 5; model++) {
      for (int i = 0; i <= model; i++) {
        String name = "model-" + model;
        score(1 + model, START, it -> it.setModel(name));
      }
    }
    driver.advanceWallClockTime(TICK);

    Map<String, ScoreWindow> byModel = new TreeMap<>();
    all(MINUTE).forEach(it -> byModel.put(it.getModel(), it));
    assertThat(byModel).containsOnlyKeys("model-0", "model-1", "~overflow");
    ScoreWindow rest = Objects.requireNonNull(byModel.get("~overflow"));
    assertThat(rest.getOverflow()).isTrue();
    assertThat(rest.getCount()).isEqualTo(12);
    assertThat(rest.getMean()).isEmpty();
    assertThat(rest.getStandardError()).isEmpty();
    assertThat(rest.getBuckets()).isEmpty();
    assertThat(rest.getTags()).isEqualTo(Map.of("partition", "0"));
    assertThat(counts())
        .containsEntry("gavel.monitor.observed score", 3L)
        .containsEntry("gavel.monitor.observed overflow", 12L);
    assertThat(meters.series()).isEqualTo(3);
  }

  @Test
  void aSeriesThatIsQuietForLongLosesItsPlaceToAnother() {
    driver.close();
    open(config(100, 1));
    score(3, START);
    driver.advanceWallClockTime(Duration.ofDays(30));
    score(3, START, it -> it.setModel("wren-3b"));
    driver.advanceWallClockTime(TICK);

    assertThat(all(MINUTE)).extracting(ScoreWindow::getModel).contains("wren-3b");
    assertThat(counts()).doesNotContainKey("gavel.monitor.observed overflow");
    assertThat(meters.series()).isEqualTo(1);
  }

  @Test
  void nothingStaysInTheStoresForEver() {
    driver.close();
    open(config(60, 50));
    for (int minute = 0; minute < 600; minute++) {
      score(3, START.plus(MINUTE.multipliedBy(minute)));
      driver.advanceWallClockTime(TICK);
    }
    long kept = 0;
    try (KeyValueIterator<?, ?> all = driver.getWindowStore(MonitorTopology.store(MINUTE)).all()) {
      while (all.hasNext()) {
        all.next();
        kept++;
      }
    }
    // Whole segments go, each of half the retention.
    assertThat(kept).isBetween(60L, 130L);
    score(3, START, it -> it.setModel("wren-3b"));
    assertThat(counts()).containsEntry("gavel.monitor.skipped late", 1L);
    try (KeyValueIterator<?, ?> all = driver.getKeyValueStore(MonitorTopology.PENDING).all()) {
      assertThat(all.hasNext()).isFalse();
    }
  }

  @Test
  void theNewestWindowOfASeriesIsAMeter() {
    score(3, START.plus(MINUTE));
    score(5, START.plus(MINUTE));
    driver.advanceWallClockTime(TICK);
    score(1, START);
    driver.advanceWallClockTime(TICK);

    assertThat(gauge("gavel.score.mean", "1m")).isEqualTo(4);
    assertThat(gauge("gavel.score.count", "1m")).isEqualTo(2);
    assertThat(gauge("gavel.score.count", "1h")).isEqualTo(3);
    assertThat(gauge("gavel.score.window.end", "1m"))
        .isEqualTo((double) START.plusSeconds(120).getEpochSecond());
    driver.close();
    assertThat(registry.find("gavel.score.mean").gauge()).isNull();
    assertThat(meters.series()).isZero();
    open();
  }

  @Test
  void whatCannotBeReadOrUsedIsCountedAndItsNeighboursGoOn() {
    pipe(Topic.FEEDBACK, "nonsense".getBytes(StandardCharsets.UTF_8));
    pipe(Topic.DEAD_LETTERS, null);
    score(9, START);
    score(3, START);
    driver.advanceWallClockTime(TICK);

    assertThat(newest(MINUTE, START).getCount()).isEqualTo(1);
    assertThat(counts())
        .containsEntry("gavel.monitor.skipped unreadable", 2L)
        .containsEntry("gavel.monitor.skipped invalid", 1L);
  }

  @Test
  void aRegistryThatIsDownStopsInsteadOfLosing() {
    assertThatThrownBy(() -> pipe(Topic.FEEDBACK, "U".getBytes(StandardCharsets.UTF_8)))
        .hasRootCauseInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void everythingWithStateHasANameOfItsOwn() {
    assertThat(
            MonitorTopology.build(config(1_000, 1), TOPICS, serdes, meters).describe().toString())
        .contains("windows-1m", "windows-1h", "pending-windows", "by-series-repartition")
        .doesNotContain("KSTREAM-REDUCE", "STATE-STORE-0");
  }

  private void score(int score, Instant at) {
    score(score, at, it -> it);
  }

  private void score(int score, Instant at, UnaryOperator<Feedback.Builder> more) {
    send(more.apply(Outcomes.score(score, at)).build());
  }

  private void send(SpecificRecord record) {
    Topic topic =
        switch (record) {
          case Feedback _ -> Topic.FEEDBACK;
          case DeadLetter _ -> Topic.DEAD_LETTERS;
          default -> throw new IllegalArgumentException(record.getClass().getName());
        };
    try (TestingAvroSerializer serializer = new TestingAvroSerializer()) {
      pipe(topic, serializer.serialize(topic.name("t."), record));
    }
  }

  private void pipe(Topic topic, byte @org.jspecify.annotations.Nullable [] value) {
    driver
        .createInputTopic(topic.name("t."), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput("any".getBytes(StandardCharsets.UTF_8), value, publishedAt);
  }

  /// Each window of a size in its newest state, of all that was published since the driver opened.
  private Map<Instant, ScoreWindow> newest(Duration size) {
    Map<Instant, ScoreWindow> newest = new TreeMap<>();
    all(size).forEach(window -> newest.put(window.getWindowStart(), window));
    return newest;
  }

  private ScoreWindow newest(Duration size, Instant start) {
    return Objects.requireNonNull(newest(size).get(start), "the window that starts " + start);
  }

  private List<ScoreWindow> all(Duration size) {
    published.addAll(windows.readValuesToList());
    return published.stream()
        .filter(it -> it.getWindowStart().plus(size).equals(it.getWindowEnd()))
        .toList();
  }

  private double gauge(String name, String window) {
    return registry.get(name).tag("window", window).gauge().value();
  }

  private Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    registry.getMeters().stream()
        .filter(Counter.class::isInstance)
        .map(Counter.class::cast)
        // There from the start, at 0.
        .filter(it -> !it.getId().getTags().isEmpty())
        .forEach(it ->
            counts.put(
                it.getId().getName() + " " + it.getId().getTags().getFirst().getValue(),
                (long) it.count()));
    return counts;
  }
}
