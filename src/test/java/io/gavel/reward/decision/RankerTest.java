package io.gavel.reward.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gavel.schema.CandidateScore;
import io.gavel.schema.DecidedPair;
import io.gavel.schema.PairCandidate;
import io.gavel.schema.PairTally;
import io.gavel.schema.Preferred;
import io.gavel.schema.RankedCandidate;
import io.gavel.schema.Ranking;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RankerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<Preferred> VERDICTS =
      List.of(Preferred.FIRST, Preferred.SECOND, Preferred.TIE);
  private static final Ranker.Consistency NONE = new Ranker.Consistency(0, 0);
  private static final List<DecidedPair> PAIRS =
      List.of(
          pair("a", "b", Preferred.SECOND),
          pair("a", "c", Preferred.TIE),
          pair("b", "c", Preferred.FIRST));

  @Test
  void theStrongestStandsFirstWithItsRecord() {
    Ranking ranking = rank(PAIRS, 3).orElseThrow();

    assertThat(ranking.getCandidates())
        .extracting(RankedCandidate::getGenerationId)
        .containsExactly("b", "a", "c");
    assertThat(ranking.getCandidates())
        .extracting(candidate ->
            candidate.getWins() + "-" + candidate.getLosses() + "-" + candidate.getTies())
        .containsExactly("2-0-0", "0-1-1", "0-1-1");
    assertThat(ranking.getCandidates())
        .extracting(RankedCandidate::getModel)
        .containsExactly("model-b", "model-a", "");
    assertThat(ranking.getCandidates().stream().mapToDouble(RankedCandidate::getStrength).sum())
        .isCloseTo(1, within(1e-9));
    assertThat(ranking.getPairs()).isEqualTo(3);
    assertThat(ranking.getComplete()).isTrue();
    assertThat(ranking.getRankedAt()).isEqualTo(NOW);
  }

  @Test
  void inWhichOrderPairsWereDecidedChangesNothing() {
    Random random = new Random(11);
    List<DecidedPair> pairs = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      for (int j = i + 1; j < 8; j++) {
        pairs.add(pair("g" + i, "g" + j, VERDICTS.get(random.nextInt(3))));
      }
    }
    Ranking expected = rank(pairs, 28).orElseThrow();
    for (int i = 0; i < 50; i++) {
      Collections.shuffle(pairs, random);

      assertThat(rank(pairs, 28)).contains(expected);
    }
  }

  @Test
  void fewerThanThreeCandidatesAreNoRanking() {
    assertThat(rank(List.of(), 3)).isEmpty();
    assertThat(rank(List.of(pair("a", "b", Preferred.FIRST)), 1)).isEmpty();
  }

  @Test
  void aRankingOfSomePairsSaysSo() {
    Ranking ranking = rank(PAIRS.subList(0, 2), 3).orElseThrow();

    assertThat(ranking.getComplete()).isFalse();
    assertThat(ranking.getPairs()).isEqualTo(2);
    assertThat(ranking.getPairsOfGroup()).isEqualTo(3);
  }

  @Test
  void pairsWhoseOrdersDisagreedAreCounted() {
    List<DecidedPair> pairs = new ArrayList<>(PAIRS);
    pairs.add(new DecidedPair("a", "d", Preferred.TIE, false));

    assertThat(rank(pairs, 4).orElseThrow().getOrdersDisagreed()).isEqualTo(1);
  }

  @Test
  void absoluteScoresAreComparedWithThePairsTheyCanBeComparedWith() {
    List<CandidateScore> scores =
        List.of(
            score("a", "x", 0.2), score("a", "y", 0.4), score("b", "x", 0.9), score("c", "x", 1));

    // a < b: alike; a = c by verdict: left out; b over c: otherwise.
    assertThat(Ranker.consistency(PAIRS, scores)).isEqualTo(new Ranker.Consistency(2, 1));
    assertThat(Ranker.consistency(PAIRS, List.of())).isEqualTo(NONE);
    assertThat(Ranker.consistency(PAIRS, List.of(score("a", "x", 0.3), score("b", "x", 0.3))))
        .isEqualTo(NONE);
  }

  private static Optional<Ranking> rank(List<DecidedPair> pairs, int pairsOfGroup) {
    return Ranker.rank(
        PairTally.newBuilder()
            .setCandidateGroup("c")
            .setRubricId("better")
            .setRubricVersion(1)
            .setPairsOfGroup(pairsOfGroup)
            .setCandidates(
                List.of(new PairCandidate("a", "model-a"), new PairCandidate("b", "model-b")))
            .setDecided(pairs)
            .setChangedAt(NOW)
            .build(),
        NONE,
        NOW);
  }

  private static DecidedPair pair(String first, String second, Preferred preferred) {
    return new DecidedPair(first, second, preferred, true);
  }

  private static CandidateScore score(String id, String rubric, double value) {
    return new CandidateScore("c", id, rubric, value);
  }
}
