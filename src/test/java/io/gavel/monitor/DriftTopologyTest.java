package io.gavel.monitor;

import static org.assertj.core.api.Assertions.assertThat;
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
import io.gavel.monitor.alert.SeriesStanding;
import io.gavel.schema.Alert;
import io.gavel.schema.AlertState;
import io.gavel.schema.Baseline;
import io.gavel.schema.Feedback;
import io.gavel.schema.ScoreBucket;
import io.gavel.schema.WatchedSeries;
import io.gavel.schema.WindowTotals;
import io.gavel.serde.RecordSerdes;
import io.gavel.streams.StreamsProperties;
import io.gavel.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriftTopologyTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Instant START = TestRecords.CREATED_AT;
  private static final int A_MINUTE = 10;

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
  private final SplittableRandom random = new SplittableRandom(5);
  private final List<KeyValue<String, Alert>> published = new ArrayList<>();
  private TopologyTestDriver driver;
  private TestOutputTopic<String, Alert> alerts;
  private int sent;

  @BeforeEach
  void open() {
    open(START.plus(Duration.ofDays(2)));
  }

  private void open(Instant wallClock) {
    MonitorConfig config =
        new MonitorConfig(
            "drift-test",
            List.of(MINUTE, Duration.ofHours(1)),
            Duration.ofMinutes(30),
            1_500,
            Duration.ofDays(7),
            List.of(),
            50,
            TICK,
            folder.toString(),
            1,
            TestConfigs.drift(),
            AlertmanagerConfig.OFF);
    driver =
        new TopologyTestDriver(
            MonitorTopology.build(config, TOPICS, serdes, meters),
            StreamsProperties.of(
                MonitorStreams.role(config, TOPICS), TOPICS, KafkaConfig.of("unused:1"), "worker"),
            wallClock);
    alerts =
        driver.createOutputTopic(
            "t.alerts", new StringDeserializer(), serdes.deserializer(Alert.class));
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void aFallIsOneAlertWithAllThatIsToKnowAndItsReturnClearsIt() {
    minutes(0, 60, 4);
    assertThat(said()).isEmpty();
    minutes(60, 90, 2);

    List<Alert> fall = said();
    assertThat(fall)
        .extracting(Alert::getState)
        .startsWith(AlertState.RAISED)
        .doesNotContain(AlertState.CLEARED);
    Alert raised = fall.getFirst();
    assertThat(raised.getMoved()).isEqualTo("mean");
    assertThat(raised.getApplication()).isEqualTo("support-assistant");
    assertThat(raised.getModel()).isEqualTo("heron-8b");
    assertThat(raised.getRubricId()).isEqualTo("resolution");
    assertThat(raised.getBaseline()).isBetween(3.7, 4.3);
    assertThat(raised.getCurrent()).isBetween(1.6, 2.4);
    assertThat(raised.getEvidence()).isGreaterThanOrEqualTo(raised.getThreshold());
    assertThat(raised.getSince()).isBetween(at(58), at(62));
    assertThat(raised.getExamples())
        .hasSize(3)
        .allSatisfy(it -> assertThat(Integer.parseInt(it)).isGreaterThan(58 * A_MINUTE));
    assertThat(raised.getSummary())
        .startsWith(
            "The mean score of heron-8b in support-assistant by the rubric resolution fell from ")
        .contains(" on a scale of 1 to 5 since 2026-");
    assertThat(raised.getStandIn()).isFalse();
    assertThat(standing().standing()).isEqualTo(SeriesStanding.State.ALERT);

    minutes(90, 150, 4);
    List<Alert> all = said();
    assertThat(all).extracting(Alert::getAlertId).containsOnly(raised.getAlertId());
    assertThat(all).extracting(Alert::getRaisedAt).containsOnly(raised.getRaisedAt());
    assertThat(all.stream().filter(it -> it.getState() == AlertState.RAISED)).hasSize(1);
    assertThat(all.getLast().getState()).isEqualTo(AlertState.CLEARED);
    assertThat(published).extracting(it -> it.key).containsOnly(Outcomes.KEY);
    assertThat(all.getLast().getSummary())
        .startsWith(
            "The mean score of heron-8b in support-assistant by the rubric resolution is back: it is ");
    assertThat(standing().standing()).isNotEqualTo(SeriesStanding.State.ALERT);
    assertThat(registry.get("gavel.alerts").tag("state", "raised").counter().count()).isEqualTo(1);
    assertThat(registry.get("gavel.drift.series").tag("standing", "alert").gauge().value())
        .isZero();
  }

  @Test
  void aWindowIsLookedAtOnceOneHasBegunThatIsSettledFromItsEnd() {
    minutes(0, 1, 4);
    minutes(1, 2, 4);
    assertThat(watched()).isNull();

    minutes(2, 3, 4);
    assertThat(watched().getLastWindow()).contains(START);
    assertThat(standing().baseline()).isEqualTo(SeriesStanding.Kind.TRAILING);
    assertThat(standing().standing()).isEqualTo(SeriesStanding.State.GATHERING);
  }

  @Test
  void whatIsLastIsLookedAtWhenNothingComesForAsLong() {
    minutes(0, 2, 4);
    pass(TICK.multipliedBy(18));
    assertThat(watched()).isNull();
    driver.advanceWallClockTime(TICK);
    driver.advanceWallClockTime(TICK);
    driver.advanceWallClockTime(TICK);

    assertThat(watched().getLastWindow()).contains(at(1));
  }

  @Test
  void aWindowThatIsStillUnderWayIsNotLookedAtHoweverQuietItIs() {
    driver.close();
    open(START);
    score(4, START, it -> it);
    driver.advanceWallClockTime(TICK);
    pass(MINUTE.plus(TICK.multipliedBy(57)));
    driver.advanceWallClockTime(TICK);
    assertThat(watched()).isNull();
    driver.advanceWallClockTime(TICK);

    assertThat(watched().getLastWindow()).contains(START);
  }

  @Test
  void whatComesLaterIsInTheWindowAndInNoEvidence() {
    minutes(0, 3, 4);
    WatchedSeries before = watched();
    score(1, START, it -> it);
    driver.advanceWallClockTime(TICK);

    assertThat(watched()).isEqualTo(before);
    WindowTotals first = store().fetch(Outcomes.KEY, START.toEpochMilli());
    assertThat(first.getCount()).isEqualTo(A_MINUTE + 1);
    assertThat(registry.get("gavel.drift.afterwards").counter().count()).isEqualTo(1);
  }

  @Test
  void aBacklogIsLookedAtWhenItsWindowsNoLongerChange() {
    for (int minute = 0; minute < 10; minute++) {
      score(4, at(minute), it -> it);
      driver.advanceWallClockTime(TICK);
    }
    assertThat(watched()).isNull();
    pass(TICK.multipliedBy(48));
    score(1, at(2), it -> it);
    driver.advanceWallClockTime(TICK);
    pass(TICK.multipliedBy(9));
    assertThat(watched().getLastWindow()).contains(at(1));
    pass(MINUTE);

    assertThat(watched().getLastWindow()).contains(at(9));
    assertThat(standing().baselineMean().orElseThrow()).isCloseTo(41 / 11.0, within(1e-9));
    assertThat(registry.get("gavel.drift.waiting").gauge().value()).isZero();
  }

  @Test
  void timeInWhichTheWorkerIsHeldUpDoesNotCount() {
    score(4, START, it -> it);
    driver.advanceWallClockTime(TICK);
    driver.advanceWallClockTime(Duration.ofHours(1));
    assertThat(watched()).isNull();
    pass(MINUTE);

    assertThat(watched().getLastWindow()).contains(START);
  }

  @Test
  void theOrderWithinWhatSettlesChangesNothing() {
    List<Runnable> scores = new ArrayList<>();
    for (int i = 0; i < 2 * A_MINUTE; i++) {
      int score = 1 + random.nextInt(5);
      Instant at = START.plusSeconds(3L * i);
      scores.add(() -> score(score, at, it -> it));
    }
    List<Map<?, ?>> memories = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      driver.close();
      open();
      Collections.shuffle(scores, new Random(round));
      scores.forEach(it -> {
        it.run();
        driver.advanceWallClockTime(Duration.ofMillis(500));
      });
      score(3, at(4), it -> it);
      driver.advanceWallClockTime(TICK);
      pass(MINUTE);
      memories.add(watched().getMeasures());
    }
    assertThat(memories).allMatch(memories.getFirst()::equals);
  }

  @Test
  void aRestartRaisesNothingTwiceAndSaysTheSame() {
    minutes(0, 60, 4);
    minutes(60, 75, 2);
    List<Alert> before = List.copyOf(said());
    assertThat(before).extracting(Alert::getState).startsWith(AlertState.RAISED);

    Restart kept = new Restart(store(), driver.getKeyValueStore(MonitorTopology.DRIFT));
    driver.close();
    open();
    kept.into(store(), driver.getKeyValueStore(MonitorTopology.DRIFT));
    minutes(75, 90, 2);
    minutes(90, 150, 4);

    assertThat(said().stream().filter(it -> it.getState() == AlertState.RAISED)).hasSize(1);
    assertThat(said()).extracting(Alert::getAlertId).containsOnly(before.getFirst().getAlertId());
    assertThat(said().getLast().getState()).isEqualTo(AlertState.CLEARED);
  }

  @Test
  void aBaselineThatIsPinnedTakesTheAlertAwayAndIsWhatIsComparedWith() {
    minutes(0, 60, 4);
    minutes(60, 75, 2);
    pin("b1", 1, List.of(300.0, 300.0, 300.0, 0.0, 0.0));
    driver.advanceWallClockTime(TICK);

    assertThat(said().getLast().getState()).isEqualTo(AlertState.CLEARED);
    assertThat(said().getLast().getSummary()).endsWith(": a baseline was set for it.");
    assertThat(standing().baseline()).isEqualTo(SeriesStanding.Kind.PINNED);
    assertThat(standing().baselineMean()).contains(2.0);

    int told = said().size();
    minutes(75, 110, 2);
    assertThat(said()).hasSize(told);
    assertThat(standing().standing()).isEqualTo(SeriesStanding.State.STEADY);
    minutes(110, 125, 4);
    assertThat(said().get(told).getState()).isEqualTo(AlertState.RAISED);
    assertThat(said().get(told).getAlertId()).isNotEqualTo(said().getFirst().getAlertId());

    pin(null);
    driver.advanceWallClockTime(TICK);
    assertThat(said().getLast().getSummary())
        .endsWith(": the baseline that was set for it was taken back.");
    assertThat(standing().baseline()).isEqualTo(SeriesStanding.Kind.NONE);
  }

  @Test
  void aBaselineOnAnotherScaleOrThatCannotBeReadChangesNothing() {
    minutes(0, 10, 4);
    pin("b1", 0, List.of(10.0, 20.0));
    minutes(10, 12, 4);
    assertThat(standing().baseline()).isEqualTo(SeriesStanding.Kind.TRAILING);
    pipe(Topic.BASELINES, Outcomes.KEY, "nonsense".getBytes(StandardCharsets.UTF_8));
    minutes(12, 14, 4);

    assertThat(standing().baselineMean().orElseThrow()).isBetween(3.5, 4.5);
    assertThat(said()).isEmpty();
  }

  @Test
  void aBaselineWhoseNumbersMakeNoSenseChangesNothing() {
    minutes(0, 10, 4);
    pin("b1", 1, List.of(Double.NaN, 1.0, 1.0, 1.0, 1.0));
    minutes(10, 12, 4);
    pin("b2", 3, List.of(10.0));
    minutes(12, 14, 4);

    assertThat(standing().baseline()).isEqualTo(SeriesStanding.Kind.TRAILING);
    assertThat(watched().getLastWindow()).contains(at(11));
  }

  @Test
  void scoresOfOneLevelOnScalesFarApartStopNothing() {
    minutes(0, 3, 4);
    score(900, at(3), it -> it.setScaleMinimum(1).setScaleMaximum(900));
    score(900, at(3), it -> it.setScaleMinimum(900).setScaleMaximum(1_800));
    pass(MINUTE);
    minutes(4, 8, 4);

    assertThat(watched().getLastWindow()).contains(at(5));
    assertThat(said()).isEmpty();
  }

  @Test
  void aBaselineFromBeforeTheFirstScoreHolds() {
    pin("b1", 1, List.of(0.0, 0.0, 300.0, 300.0, 300.0));
    minutes(0, 15, 2);

    assertThat(said()).extracting(Alert::getState).startsWith(AlertState.RAISED);
    assertThat(said().getFirst().getBaseline()).isEqualTo(4);
  }

  @Test
  void unreadableAnswersAreOneAlertThatTheDeadLettersJoin() {
    minutes(0, 60, 4);
    for (int minute = 60; minute < 75; minute++) {
      for (int i = 0; i < 5; i++) {
        sent++;
        send(
            Topic.DEAD_LETTERS,
            Outcomes.letter(Reason.UNREADABLE_ANSWER, at(minute))
                .setDeadLetterId("" + sent)
                .setRequestId("" + sent)
                .build());
      }
      minutes(minute, minute + 1, 4);
    }

    assertThat(said()).extracting(Alert::getAlertId).containsOnly(said().getFirst().getAlertId());
    assertThat(said().getFirst().getSummary())
        .startsWith(
            "The share of unreadable answers of heron-8b in support-assistant by the rubric resolution rose from 0.");
    assertThat(said()).extracting(Alert::getMoved).containsOnly("unreadable_share");
    assertThat(said().getLast().getSummary())
        .contains(", and the share of dead letters moved as well");
    assertThat(said().getLast().getExamples()).hasSize(6);
  }

  @Test
  void aNewScaleBeginsTheSeriesAnewAndEndsItsAlert() {
    minutes(0, 60, 4);
    minutes(60, 75, 2);
    for (int minute = 75; minute < 80; minute++) {
      score(8, at(minute), it -> it.setScaleMaximum(10).setRubricVersion(2));
      pass(MINUTE);
    }

    assertThat(said().getLast().getState()).isEqualTo(AlertState.CLEARED);
    assertThat(said().getLast().getSummary()).endsWith(": the rubric has another scale now.");
    assertThat(watched().getLevels()).hasSize(10);
    assertThat(standing().standing()).isEqualTo(SeriesStanding.State.GATHERING);
  }

  @Test
  void aSeriesThatIsForgottenEndsItsAlertAndLeavesNothing() {
    minutes(0, 60, 4);
    minutes(60, 75, 2);
    driver.advanceWallClockTime(Duration.ofDays(7));

    assertThat(said().getLast().getState()).isEqualTo(AlertState.CLEARED);
    assertThat(watched()).isNull();
    assertThat(registry.get("gavel.drift.series").tag("standing", "alert").gauge().value())
        .isZero();
  }

  @Test
  void verdictsOnPairsAreWatchedForWhatCannotBeJudged() {
    for (int minute = 0; minute < 60; minute++) {
      for (int i = 0; i < A_MINUTE; i++) {
        send(Topic.FEEDBACK, Outcomes.verdict(at(minute)).build());
      }
      pass(MINUTE);
    }
    assertThat(standing().standing()).isEqualTo(SeriesStanding.State.STEADY);
    assertThat(standing().baselineMean()).isEmpty();
  }

  /// The stores as a restart finds them.
  private static final class Restart {
    private final List<KeyValue<Windowed<String>, WindowTotals>> windows = new ArrayList<>();
    private final List<KeyValue<String, WatchedSeries>> watched = new ArrayList<>();

    Restart(
        WindowStore<String, WindowTotals> windowStore, KeyValueStore<String, WatchedSeries> drift) {
      try (var all = windowStore.all()) {
        all.forEachRemaining(windows::add);
      }
      try (var all = drift.all()) {
        all.forEachRemaining(watched::add);
      }
    }

    void into(
        WindowStore<String, WindowTotals> windowStore, KeyValueStore<String, WatchedSeries> drift) {
      windows.forEach(it -> windowStore.put(it.key.key(), it.value, it.key.window().start()));
      watched.forEach(it -> drift.put(it.key, it.value));
    }
  }

  private WindowStore<String, WindowTotals> store() {
    return driver.getWindowStore(MonitorTopology.store(MINUTE));
  }

  private WatchedSeries watched() {
    KeyValueStore<String, WatchedSeries> store = driver.getKeyValueStore(MonitorTopology.DRIFT);
    return store.get(Outcomes.KEY);
  }

  private void pin(String id, int lowest, List<Double> weights) {
    List<ScoreBucket> buckets = new ArrayList<>();
    for (double weight : weights) {
      buckets.add(new ScoreBucket(lowest + buckets.size(), (long) weight, weight));
    }
    pin(
        Baseline.newBuilder()
            .setBaselineId(id)
            .setApplication("support-assistant")
            .setModel("heron-8b")
            .setRubricId("resolution")
            .setFrom(START)
            .setTo(at(60))
            .setBuckets(buckets)
            .setEffectiveSampleSize(weights.stream().mapToDouble(Double::doubleValue).sum())
            .setMean(0)
            .setUnreadable(0)
            .setDeadLetters(0)
            .setOutcomes(900)
            .setStandIn(true)
            .setSetAt(START)
            .build());
  }

  private void pin(@Nullable Baseline baseline) {
    try (TestingAvroSerializer serializer = new TestingAvroSerializer()) {
      pipe(
          Topic.BASELINES,
          Outcomes.KEY,
          baseline == null ? null : serializer.serialize("t.baselines", baseline));
    }
  }

  private SeriesStanding standing() {
    return SeriesStanding.of(watched());
  }

  /// Scores around a level, over minutes as they pass, and a look after each.
  private void minutes(int from, int to, int level) {
    for (int minute = from; minute < to; minute++) {
      for (int i = 0; i < A_MINUTE; i++) {
        int score = Math.clamp(level - 1 + random.nextInt(3), 1, 5);
        score(score, at(minute).plusSeconds(i), it -> it);
      }
      pass(MINUTE);
    }
  }

  /// Time passes, with looks in it.
  private void pass(Duration time) {
    for (int i = 0; i < 3; i++) {
      driver.advanceWallClockTime(time.dividedBy(3));
    }
  }

  private static Instant at(int minute) {
    return START.plus(MINUTE.multipliedBy(minute));
  }

  private List<Alert> said() {
    published.addAll(alerts.readKeyValuesToList());
    return published.stream().map(it -> it.value).toList();
  }

  private void score(int score, Instant at, UnaryOperator<Feedback.Builder> more) {
    sent++;
    send(Topic.FEEDBACK, more.apply(Outcomes.score(score, at).setRequestId("" + sent)).build());
  }

  private void send(Topic topic, SpecificRecord record) {
    try (TestingAvroSerializer serializer = new TestingAvroSerializer()) {
      pipe(topic, "any", serializer.serialize(topic.name("t."), record));
    }
  }

  private void pipe(Topic topic, String key, byte @Nullable [] value) {
    driver
        .createInputTopic(topic.name("t."), new StringSerializer(), new ByteArraySerializer())
        .pipeInput(key, value, 0L);
  }
}
