package io.gavel.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.config.KafkaConfig;
import io.gavel.config.RegistryConfig;
import io.gavel.config.RewardConfig;
import io.gavel.config.TopicsConfig;
import io.gavel.enrich.TestingAvroDeserializer;
import io.gavel.enrich.TestingAvroSerializer;
import io.gavel.metric.RewardMeters;
import io.gavel.schema.CandidateScore;
import io.gavel.schema.Feedback;
import io.gavel.schema.GroupScores;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Preference;
import io.gavel.schema.Preferred;
import io.gavel.schema.RankedCandidate;
import io.gavel.schema.Ranking;
import io.gavel.serde.RecordSerdes;
import io.gavel.serde.RegistryUnavailableException;
import io.gavel.streams.StreamsProperties;
import io.gavel.topic.Topic;
import io.micrometer.core.instrument.Counter;
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
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewardTopologyTest {
  private static final Duration WAIT = Duration.ofHours(1);
  private static final List<String> STORES =
      List.of(RewardTopology.ORDERS, RewardTopology.TALLIES, RewardTopology.SCORES);
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
  private final RewardMeters meters = new RewardMeters(registry);
  private TopologyTestDriver driver;
  private TestOutputTopic<String, Preference> preferences;
  private TestOutputTopic<String, Ranking> rankings;

  @BeforeEach
  void open() {
    open(1_000);
  }

  private void open(int limit) {
    RewardConfig config = new RewardConfig("reward-test", WAIT, limit, folder.toString(), 1);
    driver =
        new TopologyTestDriver(
            RewardTopology.build(config, TOPICS, serdes, meters),
            StreamsProperties.of(
                RewardStreams.role(config, TOPICS), TOPICS, KafkaConfig.of("unused:1"), "worker"),
            Instant.parse("2026-01-01T00:00:00Z"));
    preferences =
        driver.createOutputTopic(
            "t.preferences", new StringDeserializer(), serdes.deserializer(Preference.class));
    rankings =
        driver.createOutputTopic(
            "t.rankings", new StringDeserializer(), serdes.deserializer(Ranking.class));
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void bothOrdersOfAPairMakeAPreferenceUnderTheGroup() {
    send(Pairs.request("a", "b", 1).build());
    send(Pairs.request("b", "a", 1).build());
    send(Pairs.verdict("a", "b", Preferred.FIRST).build());
    assertThat(preferences.isEmpty()).isTrue();
    assertThat(meters.waiting()).isEqualTo(2);

    send(Pairs.verdict("b", "a", Preferred.SECOND).build());

    TestRecord<String, Preference> record = preferences.readRecord();
    assertThat(record.key()).isEqualTo("c");
    assertThat(record.value().getChosenGenerationId()).isEqualTo("a");
    assertThat(record.value().getOrdersAgreed()).isTrue();
    assertThat(rankings.isEmpty()).isTrue();
    assertCounts(Map.of("gavel.pairs preferred", 1L));
    assertThat(meters.waiting()).isZero();
    assertThat(keys(RewardTopology.ORDERS)).isEmpty();
  }

  @Test
  void ordersThatDisagreeAreATieThatSaysSo() {
    pair("a", "b", Preferred.FIRST, Preferred.FIRST, 1);

    Preference preference = preferences.readValue();
    assertThat(preference.getTie()).isTrue();
    assertThat(preference.getOrdersAgreed()).isFalse();
    assertCounts(Map.of("gavel.pairs orders_disagreed", 1L));
  }

  @Test
  void whenAllPairsOfThreeCandidatesAreDecidedTheyAreRanked() {
    pair("a", "b", Preferred.SECOND, Preferred.FIRST, 3);
    pair("a", "c", Preferred.SECOND, Preferred.FIRST, 3);
    assertThat(rankings.isEmpty()).isTrue();
    pair("b", "c", Preferred.TIE, Preferred.TIE, 3);

    TestRecord<String, Ranking> record = rankings.readRecord();
    assertThat(record.key()).isEqualTo("c");
    assertThat(record.value().getCandidates())
        .extracting(RankedCandidate::getGenerationId)
        .containsExactly("b", "c", "a");
    assertThat(record.value().getCandidates())
        .extracting(RankedCandidate::getModel)
        .containsExactly("model-b", "model-c", "model-a");
    assertThat(record.value().getComplete()).isTrue();
    assertThat(preferences.readValuesToList()).hasSize(3);
    assertCounts(
        Map.of(
            "gavel.pairs preferred", 2L,
            "gavel.pairs tie", 1L,
            "gavel.rankings complete", 1L));
  }

  @Test
  void inWhichOrderRequestsAndVerdictsComeChangesNothing() {
    List<SpecificRecord> records = new ArrayList<>();
    List<String> ids = List.of("a", "b", "c", "d");
    for (String first : ids) {
      for (String second : ids) {
        if (!first.equals(second)) {
          records.add(Pairs.request(first, second, 6).build());
          records.add(
              Pairs.verdict(
                      first,
                      second,
                      first.compareTo(second) < 0 ? Preferred.FIRST : Preferred.SECOND)
                  .build());
        }
      }
    }
    Random random = new Random(5);
    Set<String> chosen = null;
    for (int i = 0; i < 20; i++) {
      driver.close();
      open(1_000);
      Collections.shuffle(records, random);
      records.forEach(this::send);

      Set<String> now =
          preferences.readValuesToList().stream()
              .map(made -> made.getChosenGenerationId() + made.getRejectedGenerationId())
              .collect(Collectors.toSet());
      assertThat(now).hasSize(6);
      assertThat(chosen == null ? now : chosen).isEqualTo(now);
      assertThat(rankings.readValuesToList())
          .singleElement()
          .satisfies(ranking ->
              assertThat(ranking.getCandidates())
                  .extracting(RankedCandidate::getGenerationId)
                  .containsExactly("a", "b", "c", "d"));
      chosen = now;
    }
  }

  @Test
  void aPairWhoseVerdictDoesNotComeIsGivenUpAndTheRestIsRanked() {
    pair("a", "b", Preferred.FIRST, Preferred.SECOND, 3);
    pair("a", "c", Preferred.FIRST, Preferred.SECOND, 3);
    send(Pairs.request("b", "c", 3).build());
    send(Pairs.request("c", "b", 3).build());
    send(Pairs.verdict("b", "c", Preferred.FIRST).build());
    driver.advanceWallClockTime(WAIT.minusSeconds(1));
    assertThat(rankings.isEmpty()).isTrue();

    driver.advanceWallClockTime(Duration.ofSeconds(1));

    Ranking ranking = rankings.readValue();
    assertThat(ranking.getComplete()).isFalse();
    assertThat(ranking.getPairs()).isEqualTo(2);
    assertThat(ranking.getPairsOfGroup()).isEqualTo(3);
    assertCounts(
        Map.of(
            "gavel.pairs preferred", 2L,
            "gavel.pairs given_up", 1L,
            "gavel.rankings partial", 1L));
    send(Pairs.verdict("c", "b", Preferred.SECOND).build());
    assertThat(counts()).containsEntry("gavel.reward.skipped late", 1L);
    assertThat(keys(RewardTopology.ORDERS)).isEmpty();
  }

  @Test
  void aVerdictThatComesTwiceCountsOnce() {
    send(Pairs.request("a", "b", 2).build());
    send(Pairs.request("b", "a", 2).build());
    send(Pairs.verdict("a", "b", Preferred.FIRST).build());
    send(Pairs.verdict("a", "b", Preferred.FIRST).build());
    assertThat(preferences.isEmpty()).isTrue();
    send(Pairs.verdict("b", "a", Preferred.SECOND).build());
    send(Pairs.verdict("b", "a", Preferred.SECOND).build());

    assertThat(preferences.readValuesToList()).hasSize(1);
    assertThat(counts()).containsEntry("gavel.reward.skipped duplicate", 1L);
  }

  @Test
  void absoluteScoresOfTheSameGroupAreComparedWithThePairs() {
    send(Pairs.absolute("a").setScore(5).setMeanScore(5.0).build());
    send(Pairs.absolute("b").setScore(2).setMeanScore(2.0).build());
    send(Pairs.absolute("c").setScore(4).setMeanScore(4.0).build());
    pair("a", "b", Preferred.FIRST, Preferred.SECOND, 3);
    pair("a", "c", Preferred.SECOND, Preferred.FIRST, 3);
    pair("b", "c", Preferred.TIE, Preferred.TIE, 3);

    Ranking ranking = rankings.readValue();
    assertThat(ranking.getScoredPairs()).isEqualTo(2);
    assertThat(ranking.getScoresAgreed()).isEqualTo(1);
    assertThat(counts())
        .containsEntry("gavel.pairs.scored agreed", 1L)
        .containsEntry("gavel.pairs.scored disagreed", 1L);
  }

  @Test
  void aGroupWithoutEndKeepsABoundedNumberOfScores() {
    driver.close();
    open(100_000);
    for (int i = 0; i < 1_100; i++) {
      send(Pairs.absolute("g" + i).build());
    }

    assertThat(keys(RewardTopology.SCORES)).hasSize(1);
    KeyValueStore<String, GroupScores> store = driver.getKeyValueStore(RewardTopology.SCORES);
    try (KeyValueIterator<String, GroupScores> all = store.all()) {
      assertThat(all.next().value.getScores())
          .hasSize(1_000)
          .extracting(CandidateScore::getGenerationId)
          .contains("g1099")
          .doesNotContain("g99");
    }
  }

  @Test
  void aLaterBatchOfAGroupHasItsPreferencesAfterTheFirstIsFinished() {
    pair("a", "b", Preferred.FIRST, Preferred.SECOND, 1);
    assertThat(preferences.readValuesToList()).hasSize(1);
    driver.advanceWallClockTime(WAIT.dividedBy(2));

    sendPairing("later", "c", "d", 1);
    assertThat(preferences.readValuesToList()).hasSize(1);
  }

  @Test
  void batchesThatOverlapAreCountedEachByItself() {
    pair("a", "b", Preferred.FIRST, Preferred.SECOND, 3);
    pair("a", "c", Preferred.FIRST, Preferred.SECOND, 3);
    sendPairing("other", "d", "e", 1);
    assertThat(rankings.isEmpty()).isTrue();

    pair("b", "c", Preferred.FIRST, Preferred.SECOND, 3);
    assertThat(preferences.readValuesToList()).hasSize(4);
    Ranking ranking = rankings.readValue();
    assertThat(ranking.getComplete()).isTrue();
    assertThat(ranking.getPairs()).isEqualTo(3);
  }

  /// Both orders of a pair of another batch of the same group, with agreeing verdicts.
  private void sendPairing(String pairingId, String first, String second, int pairs) {
    send(Pairs.request(first, second, pairs).setPairingId(pairingId).build());
    send(Pairs.request(second, first, pairs).setPairingId(pairingId).build());
    send(Pairs.verdict(first, second, Preferred.FIRST).setPairingId(pairingId).build());
    send(Pairs.verdict(second, first, Preferred.SECOND).setPairingId(pairingId).build());
  }

  @Test
  void nothingStaysInTheStoresForEver() {
    send(Pairs.absolute("a").build());
    pair("a", "b", Preferred.FIRST, Preferred.SECOND, 1);
    send(Pairs.verdict("x", "y", Preferred.FIRST).setCandidateGroup("d").build());
    driver.advanceWallClockTime(WAIT);
    driver.advanceWallClockTime(WAIT);
    driver.advanceWallClockTime(WAIT);

    assertThat(STORES).allSatisfy(store -> assertThat(keys(store)).isEmpty());
    assertThat(counts()).containsEntry("gavel.pairs given_up", 1L);
  }

  @Test
  void beyondTheLimitTheQuietestGroupIsGivenUp() {
    driver.close();
    open(2);
    send(Pairs.verdict("a", "b", Preferred.FIRST).setCandidateGroup("old").build());
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    send(Pairs.verdict("a", "b", Preferred.FIRST).setCandidateGroup("new").build());
    send(Pairs.verdict("b", "a", Preferred.FIRST).setCandidateGroup("new").build());

    assertThat(meters.waiting()).isEqualTo(2);
    assertCounts(Map.of("gavel.pairs given_up", 1L));
    for (int i = 0; i < 5; i++) {
      send(Pairs.absolute("g" + i).setCandidateGroup("group" + i).build());
    }
    assertThat(keys(RewardTopology.SCORES)).hasSize(2);
  }

  @Test
  void whatCannotBeReadIsCountedAndItsNeighboursGoOn() {
    pipe(Topic.FEEDBACK, "nonsense".getBytes(StandardCharsets.UTF_8));
    pipe(Topic.JUDGE_REQUESTS, null);
    pair("a", "b", Preferred.FIRST, Preferred.SECOND, 1);

    assertThat(preferences.readValuesToList()).hasSize(1);
    assertThat(counts()).containsEntry("gavel.reward.skipped unreadable", 2L);
  }

  @Test
  void aRegistryThatIsDownStopsInsteadOfLosing() {
    assertThatThrownBy(() -> pipe(Topic.FEEDBACK, "U".getBytes(StandardCharsets.UTF_8)))
        .hasRootCauseInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void everythingWithStateHasANameOfItsOwn() {
    RewardConfig config = new RewardConfig("a", WAIT, 1, "", 1);

    assertThat(RewardTopology.build(config, TOPICS, serdes, meters).describe().toString())
        .contains(
            "stores: [pair-orders, pair-tallies, group-scores]", "by-candidate-group-repartition")
        .doesNotContain("KSTREAM-REDUCE", "STATE-STORE-0");
  }

  private void pair(
      String first, String second, Preferred inOrder, Preferred swapped, int pairsOfGroup) {
    send(Pairs.request(first, second, pairsOfGroup).build());
    send(Pairs.request(second, first, pairsOfGroup).build());
    send(Pairs.verdict(first, second, inOrder).build());
    send(Pairs.verdict(second, first, swapped).build());
  }

  private void send(SpecificRecord record) {
    Topic topic =
        switch (record) {
          case JudgeRequest _ -> Topic.JUDGE_REQUESTS;
          case Feedback _ -> Topic.FEEDBACK;
          default -> throw new IllegalArgumentException(record.getClass().getName());
        };
    try (TestingAvroSerializer serializer = new TestingAvroSerializer()) {
      pipe(topic, serializer.serialize(topic.name("t."), record));
    }
  }

  private void pipe(Topic topic, byte @org.jspecify.annotations.Nullable [] value) {
    driver
        .createInputTopic(topic.name("t."), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput("any".getBytes(StandardCharsets.UTF_8), value, 0L);
  }

  private List<Object> keys(String store) {
    List<Object> keys = new ArrayList<>();
    try (KeyValueIterator<Object, Object> entries = driver.getKeyValueStore(store).all()) {
      entries.forEachRemaining(entry -> keys.add(entry.key));
    }
    return keys;
  }

  private Map<String, Long> counts() {
    return registry.getMeters().stream()
        .filter(Counter.class::isInstance)
        .map(Counter.class::cast)
        .collect(
            Collectors.toMap(
                counter ->
                    counter.getId().getName()
                        + " "
                        + counter.getId().getTags().getFirst().getValue(),
                counter -> (long) counter.count()));
  }

  private void assertCounts(Map<String, Long> expected) {
    assertThat(counts()).isEqualTo(expected);
  }
}
