package io.gavel.reward.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gavel.TestRecords;
import io.gavel.reward.Scored;
import io.gavel.schema.Judgement;
import io.gavel.schema.Reward;
import io.gavel.schema.RewardOutcome;
import io.gavel.schema.RewardPart;
import io.gavel.schema.RewardTally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComposingTest {
  private static final Instant NOW = Instant.parse("2026-11-22T11:00:00Z");

  @Test
  void oneScoreIsTheReward() {
    Reward reward = composed(score("tone", 1, 4, 1));

    assertThat(reward.getValue()).isEqualTo(0.75);
    assertThat(reward.getComplete()).isTrue();
    assertThat(reward.getRequests()).isEqualTo(1);
    assertThat(reward.getDeadLetters()).isZero();
    assertThat(reward.getComposedAt()).isEqualTo(NOW);
    assertThat(reward.getGeneratedAt()).isEqualTo(TestRecords.CREATED_AT);
  }

  @Test
  void scoresAreWeighted() {
    Reward reward = composed(score("tone", 2, 5, 3), score("facts", 2, 2, 1));

    assertThat(reward.getValue()).isCloseTo((3 * 1.0 + 1 * 0.25) / 4, within(1e-12));
    assertThat(reward.getParts())
        .extracting(RewardPart::getRubricId)
        .containsExactly("facts", "tone");
    assertThat(reward.getParts()).extracting(RewardPart::getWeight).containsExactly(1.0, 3.0);
  }

  @Test
  void aRubricOfWeightZeroIsAPartThatChangesNothing() {
    Reward reward = composed(score("tone", 2, 5, 0), score("facts", 2, 2, 1));

    assertThat(reward.getValue()).isEqualTo(0.25);
    assertThat(reward.getParts()).hasSize(2);
    assertThat(reward.getComplete()).isTrue();
  }

  @Test
  void whereNothingHasAWeightThereIsNoReward() {
    assertThat(Composing.compose(tally(score("tone", 1, 5, 0)), NOW)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -1, Double.POSITIVE_INFINITY})
  void aWeightThatIsNoneMakesNoPart(double weight) {
    Reward reward = composed(score("tone", 2, 5, weight), score("facts", 2, 2, 1));

    assertThat(reward.getValue()).isEqualTo(0.25);
    assertThat(reward.getComplete()).isFalse();
  }

  @Test
  void hugeWeightsStillMakeAMean() {
    assertThat(composed(score("a", 2, 5, 8e307), score("b", 2, 1, 8e307)).getValue())
        .isEqualTo(0.5);
  }

  @Test
  void aDeadLetterIsLeftOutWithItsWeightAndSaidSo() {
    Reward reward = composed(score("tone", 2, 4, 1), dead("facts", 2));

    assertThat(reward.getValue()).isEqualTo(0.75);
    assertThat(reward.getComplete()).isFalse();
    assertThat(reward.getRequests()).isEqualTo(2);
    assertThat(reward.getDeadLetters()).isEqualTo(1);
    assertThat(reward.getParts()).hasSize(1);
  }

  @Test
  void deadLettersAloneMakeNoReward() {
    RewardTally tally = tally(dead("tone", 2), dead("facts", 2));

    assertThat(Composing.isWhole(tally)).isTrue();
    assertThat(Composing.compose(tally, NOW)).isEmpty();
  }

  @Test
  void whatHasNotComeInTimeIsMissed() {
    RewardTally tally = tally(score("tone", 3, 4, 1));

    assertThat(Composing.isWhole(tally)).isFalse();
    Reward reward = Composing.compose(tally, NOW).orElseThrow();
    assertThat(reward.getComplete()).isFalse();
    assertThat(reward.getRequests()).isEqualTo(3);
    assertThat(reward.getDeadLetters()).isZero();
  }

  @Test
  void anOutcomeThatComesTwiceBringsNothingNew() {
    RewardTally tally = tally(score("tone", 2, 4, 1));

    assertThat(Composing.with(tally, score("tone", 2, 4, 1), NOW)).isEmpty();
    assertThat(Composing.with(tally, dead("tone", 2), NOW)).isEmpty();
    assertThat(Composing.with(tally(dead("tone", 2)), dead("tone", 2), NOW)).isEmpty();
  }

  @Test
  void aScoreTakesThePlaceOfADeadLetter() {
    RewardTally tally =
        Composing.with(tally(dead("tone", 2)), score("tone", 2, 4, 1), NOW).orElseThrow();

    assertThat(tally.getOutcomes()).containsExactly(score("tone", 2, 4, 1));
  }

  @Test
  void aTallyDatesFromItsFirstOutcome() {
    RewardTally first = Composing.with(null, score("tone", 2, 4, 1), NOW).orElseThrow();
    RewardTally second =
        Composing.with(first, score("facts", 2, 4, 1), NOW.plusSeconds(9)).orElseThrow();

    assertThat(second.getSince()).isEqualTo(NOW);
  }

  @Test
  void moreOutcomesThanToldOfAreAllThere() {
    Reward reward = composed(score("tone", 1, 5, 1), score("facts", 1, 1, 1));

    assertThat(reward.getRequests()).isEqualTo(2);
    assertThat(reward.getComplete()).isTrue();
  }

  @Test
  void aStandInsScoreMarksTheReward() {
    Judgement standIn = Judgement.newBuilder(TestRecords.judgement(3)).setStandIn(true).build();
    RewardOutcome outcome =
        Outcomes.of(Scored.feedback("g", "facts", 2, 3).setJudgement(standIn).build())
            .orElseThrow();

    assertThat(composed(score("tone", 2, 4, 1), outcome).getStandIn()).isTrue();
    assertThat(composed(score("tone", 1, 4, 1)).getStandIn()).isFalse();
  }

  @Test
  void theRewardIsFromZeroToOneAndTheSameInWhicheverOrderOutcomesCome() {
    Random random = new Random(11);
    for (int round = 0; round < 300; round++) {
      int requests = 1 + random.nextInt(8);
      List<RewardOutcome> outcomes = new ArrayList<>();
      for (int i = 0; i < requests; i++) {
        outcomes.add(
            random.nextInt(5) == 0 && i > 0
                ? dead("rubric" + i, requests)
                : score("rubric" + i, requests, 1 + random.nextInt(5), 0.1 + random.nextDouble()));
      }
      outcomes.addAll(List.copyOf(outcomes.subList(0, random.nextInt(requests))));
      Set<Reward> rewards = new HashSet<>();
      for (int order = 0; order < 10; order++) {
        Collections.shuffle(outcomes, random);
        rewards.add(composed(outcomes.toArray(RewardOutcome[]::new)));
      }
      assertThat(rewards).hasSize(1);
      assertThat(rewards.iterator().next().getValue()).isBetween(0.0, 1.0);
    }
  }

  @Test
  void equalScoresGiveThatScoreWhateverTheWeights() {
    Random random = new Random(12);
    for (int round = 0; round < 200; round++) {
      RewardOutcome[] outcomes = new RewardOutcome[7];
      for (int i = 0; i < outcomes.length; i++) {
        outcomes[i] = score("rubric" + i, outcomes.length, 5, random.nextDouble());
      }
      assertThat(composed(outcomes).getValue()).isCloseTo(1, within(1e-12)).isLessThanOrEqualTo(1);
    }
  }

  private static Reward composed(RewardOutcome... outcomes) {
    return Composing.compose(tally(outcomes), NOW).orElseThrow();
  }

  private static RewardTally tally(RewardOutcome... outcomes) {
    RewardTally tally = null;
    for (RewardOutcome outcome : outcomes) {
      tally = Composing.with(tally, outcome, NOW).orElse(tally);
    }
    return Objects.requireNonNull(tally);
  }

  private static RewardOutcome score(String rubric, int requests, int score, double weight) {
    return Outcomes.of(Scored.feedback("g", rubric, requests, score).setWeight(weight).build())
        .orElseThrow();
  }

  private static RewardOutcome dead(String rubric, int requests) {
    return Outcomes.deadLetter(Scored.request("g", rubric, requests).build()).orElseThrow();
  }
}
