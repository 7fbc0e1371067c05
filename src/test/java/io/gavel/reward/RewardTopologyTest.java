package io.gavel.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.schema.CandidateScore;
import io.gavel.schema.GroupScores;
import io.gavel.schema.Preference;
import io.gavel.schema.Preferred;
import io.gavel.schema.RankedCandidate;
import io.gavel.schema.Ranking;
import io.gavel.serde.RegistryUnavailableException;
import io.gavel.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.TestOutputTopic;
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
      List.of(
          RewardTopology.ORDERS,
          RewardTopology.TALLIES,
          RewardTopology.SCORES,
          RewardTopology.REWARD_TALLIES);

  @TempDir Path folder;

  private TestingReward reward;
  private TestOutputTopic<String, Preference> preferences;
  private TestOutputTopic<String, Ranking> rankings;

  @BeforeEach
  void open() {
    open(1_000);
  }

  private void open(int limit) {
    reward = new TestingReward(WAIT, limit, folder);
    preferences = reward.output(Topic.PREFERENCES, Preference.class);
    rankings = reward.output(Topic.RANKINGS, Ranking.class);
  }

  @AfterEach
  void close() {
    reward.close();
  }

  @Test
  void bothOrdersOfAPairMakeAPreferenceUnderTheGroup() {
    reward.send(Pairs.request("a", "b", 1).build());
    reward.send(Pairs.request("b", "a", 1).build());
    reward.send(Pairs.verdict("a", "b", Preferred.FIRST).build());
    assertThat(preferences.isEmpty()).isTrue();
    assertThat(reward.meters().waiting()).isEqualTo(2);

    reward.send(Pairs.verdict("b", "a", Preferred.SECOND).build());

    TestRecord<String, Preference> record = preferences.readRecord();
    assertThat(record.key()).isEqualTo("c");
    assertThat(record.value().getChosenGenerationId()).isEqualTo("a");
    assertThat(record.value().getOrdersAgreed()).isTrue();
    assertThat(rankings.isEmpty()).isTrue();
    assertCounts(Map.of("gavel.pairs preferred", 1L));
    assertThat(reward.meters().waiting()).isZero();
    assertThat(reward.keys(RewardTopology.ORDERS)).isEmpty();
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
      reward.close();
      open(1_000);
      Collections.shuffle(records, random);
      records.forEach(reward::send);

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
    reward.send(Pairs.request("b", "c", 3).build());
    reward.send(Pairs.request("c", "b", 3).build());
    reward.send(Pairs.verdict("b", "c", Preferred.FIRST).build());
    reward.pass(WAIT.minusSeconds(1));
    assertThat(rankings.isEmpty()).isTrue();

    reward.pass(Duration.ofSeconds(1));

    Ranking ranking = rankings.readValue();
    assertThat(ranking.getComplete()).isFalse();
    assertThat(ranking.getPairs()).isEqualTo(2);
    assertThat(ranking.getPairsOfGroup()).isEqualTo(3);
    assertCounts(
        Map.of(
            "gavel.pairs preferred", 2L,
            "gavel.pairs given_up", 1L,
            "gavel.rankings partial", 1L));
    reward.send(Pairs.verdict("c", "b", Preferred.SECOND).build());
    assertThat(reward.counts()).containsEntry("gavel.reward.skipped late", 1L);
    assertThat(reward.keys(RewardTopology.ORDERS)).isEmpty();
  }

  @Test
  void aVerdictThatComesTwiceCountsOnce() {
    reward.send(Pairs.request("a", "b", 2).build());
    reward.send(Pairs.request("b", "a", 2).build());
    reward.send(Pairs.verdict("a", "b", Preferred.FIRST).build());
    reward.send(Pairs.verdict("a", "b", Preferred.FIRST).build());
    assertThat(preferences.isEmpty()).isTrue();
    reward.send(Pairs.verdict("b", "a", Preferred.SECOND).build());
    reward.send(Pairs.verdict("b", "a", Preferred.SECOND).build());

    assertThat(preferences.readValuesToList()).hasSize(1);
    assertThat(reward.counts()).containsEntry("gavel.reward.skipped duplicate", 1L);
  }

  @Test
  void absoluteScoresOfTheSameGroupAreComparedWithThePairs() {
    reward.send(Pairs.absolute("a").setScore(5).setMeanScore(5.0).build());
    reward.send(Pairs.absolute("b").setScore(2).setMeanScore(2.0).build());
    reward.send(Pairs.absolute("c").setScore(4).setMeanScore(4.0).build());
    pair("a", "b", Preferred.FIRST, Preferred.SECOND, 3);
    pair("a", "c", Preferred.SECOND, Preferred.FIRST, 3);
    pair("b", "c", Preferred.TIE, Preferred.TIE, 3);

    Ranking ranking = rankings.readValue();
    assertThat(ranking.getScoredPairs()).isEqualTo(2);
    assertThat(ranking.getScoresAgreed()).isEqualTo(1);
    assertThat(reward.counts())
        .containsEntry("gavel.pairs.scored agreed", 1L)
        .containsEntry("gavel.pairs.scored disagreed", 1L);
  }

  @Test
  void aGroupWithoutEndKeepsABoundedNumberOfScores() {
    reward.close();
    open(100_000);
    for (int i = 0; i < 1_100; i++) {
      reward.send(Pairs.absolute("g" + i).build());
    }

    assertThat(reward.keys(RewardTopology.SCORES)).hasSize(1);
    KeyValueStore<String, GroupScores> store = reward.store(RewardTopology.SCORES);
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
    reward.pass(WAIT.dividedBy(2));

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
    reward.send(Pairs.request(first, second, pairs).setPairingId(pairingId).build());
    reward.send(Pairs.request(second, first, pairs).setPairingId(pairingId).build());
    reward.send(Pairs.verdict(first, second, Preferred.FIRST).setPairingId(pairingId).build());
    reward.send(Pairs.verdict(second, first, Preferred.SECOND).setPairingId(pairingId).build());
  }

  @Test
  void nothingStaysInTheStoresForEver() {
    reward.send(Pairs.absolute("a").build());
    pair("a", "b", Preferred.FIRST, Preferred.SECOND, 1);
    reward.send(Pairs.verdict("x", "y", Preferred.FIRST).setCandidateGroup("d").build());
    reward.pass(WAIT);
    reward.pass(WAIT);
    reward.pass(WAIT);

    assertThat(STORES).allSatisfy(store -> assertThat(reward.keys(store)).isEmpty());
    assertThat(reward.counts()).containsEntry("gavel.pairs given_up", 1L);
  }

  @Test
  void beyondTheLimitTheQuietestGroupIsGivenUp() {
    reward.close();
    open(2);
    reward.send(Pairs.verdict("a", "b", Preferred.FIRST).setCandidateGroup("old").build());
    reward.pass(Duration.ofSeconds(1));
    reward.send(Pairs.verdict("a", "b", Preferred.FIRST).setCandidateGroup("new").build());
    reward.send(Pairs.verdict("b", "a", Preferred.FIRST).setCandidateGroup("new").build());

    assertThat(reward.meters().waiting()).isEqualTo(2);
    assertCounts(Map.of("gavel.pairs given_up", 1L));
    for (int i = 0; i < 5; i++) {
      reward.send(Pairs.absolute("g" + i).setCandidateGroup("group" + i).build());
    }
    assertThat(reward.keys(RewardTopology.SCORES)).hasSize(2);
  }

  @Test
  void whatCannotBeReadIsCountedAndItsNeighboursGoOn() {
    reward.pipe(Topic.FEEDBACK, "nonsense".getBytes(StandardCharsets.UTF_8));
    reward.pipe(Topic.JUDGE_REQUESTS, null);
    pair("a", "b", Preferred.FIRST, Preferred.SECOND, 1);

    assertThat(preferences.readValuesToList()).hasSize(1);
    assertThat(reward.counts()).containsEntry("gavel.reward.skipped unreadable", 2L);
  }

  @Test
  void aRegistryThatIsDownStopsInsteadOfLosing() {
    assertThatThrownBy(() -> reward.pipe(Topic.FEEDBACK, "U".getBytes(StandardCharsets.UTF_8)))
        .hasRootCauseInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void everythingWithStateHasANameOfItsOwn() {
    assertThat(reward.description())
        .contains(
            "stores: [pair-orders, pair-tallies, group-scores]",
            "stores: [reward-tallies]",
            "by-candidate-group-repartition",
            "by-generation-repartition")
        .doesNotContain("KSTREAM-REDUCE", "STATE-STORE-0");
  }

  private void pair(
      String first, String second, Preferred inOrder, Preferred swapped, int pairsOfGroup) {
    reward.send(Pairs.request(first, second, pairsOfGroup).build());
    reward.send(Pairs.request(second, first, pairsOfGroup).build());
    reward.send(Pairs.verdict(first, second, inOrder).build());
    reward.send(Pairs.verdict(second, first, swapped).build());
  }

  private void assertCounts(Map<String, Long> expected) {
    assertThat(reward.counts()).isEqualTo(expected);
  }
}
