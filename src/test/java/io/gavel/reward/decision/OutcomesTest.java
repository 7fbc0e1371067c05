package io.gavel.reward.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.TestRecords;
import io.gavel.reward.Pairs;
import io.gavel.reward.Scored;
import io.gavel.schema.Feedback;
import io.gavel.schema.Preferred;
import io.gavel.schema.RewardOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomesTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, 5, 0.0",
    "5, 1, 5, 1.0",
    "2, 1, 5, 0.25",
    "0, 0, 3, 0.0",
    "3, 0, 4, 0.75",
    "0, -2, 2, 0.5",
    "2, 1, 3, 0.5"
  })
  void aScoreIsPutOnItsRubricsScale(int score, int lowest, int highest, double expected) {
    assertThat(
            outcome(
                    Scored.feedback("g", "tone", 1, score)
                        .setScaleMinimum(lowest)
                        .setScaleMaximum(highest))
                .getValue())
        .hasValue(expected);
  }

  @Test
  void theExpectedScoreGoesBeforeTheMeanAndTheMeanBeforeTheMedian() {
    Feedback.Builder feedback = Scored.feedback("g", "tone", 1, 2);

    assertThat(outcome(feedback.setMeanScore(null)).getValue()).hasValue(0.25);
    assertThat(outcome(feedback.setMeanScore(2.5)).getValue()).hasValue(0.375);
    assertThat(outcome(feedback.setExpectedScore(4.6)).getValue()).hasValue((4.6 - 1) / 4);
  }

  @ParameterizedTest
  @CsvSource({"0.9", "5.1", "NaN", "Infinity", "-Infinity"})
  void whatIsNotOnTheScaleIsNoScore(double score) {
    assertThat(outcome(Scored.feedback("g", "tone", 1, 3).setExpectedScore(score)).getValue())
        .isEmpty();
  }

  @Test
  void aScaleOfOneLevelHasNoScore() {
    assertThat(
            outcome(Scored.feedback("g", "tone", 1, 5).setScaleMinimum(5).setScaleMaximum(5))
                .getValue())
        .isEmpty();
  }

  @Test
  void aFeedbackBringsItsWeightAndHowManyRequestsThereAre() {
    RewardOutcome outcome =
        outcome(
            Scored.feedback("g", "tone", 3, 4)
                .setWeight(2.5)
                .setRubricVersion(7)
                .setCandidateGroup("c"));

    assertThat(outcome.getWeight()).isEqualTo(2.5);
    assertThat(outcome.getRequestsOfGeneration()).isEqualTo(3);
    assertThat(outcome.getRubricVersion()).isEqualTo(7);
    assertThat(outcome.getCandidateGroup()).hasValue("c");
    assertThat(outcome.getGeneratedAt()).isEqualTo(TestRecords.CREATED_AT);
  }

  @Test
  void verdictsOnPairsAreNoOutcomes() {
    assertThat(Outcomes.of(Pairs.verdict("a", "b", Preferred.FIRST).build())).isEmpty();
    assertThat(Outcomes.deadLetter(Pairs.request("a", "b", 1).build())).isEmpty();
  }

  @Test
  void aDeadLetterIsTheOutcomeOfTheSameRequestWithoutAScore() {
    RewardOutcome dead =
        Outcomes.deadLetter(Scored.request("g", "tone", 2).setWeight(3).build()).orElseThrow();
    RewardOutcome scored = outcome(Scored.feedback("g", "tone", 2, 4).setWeight(3));

    assertThat(dead.getValue()).isEmpty();
    assertThat(dead.getRequestId()).isEqualTo(scored.getRequestId());
    assertThat(dead.getRubricId()).isEqualTo("tone");
    assertThat(dead.getRequestsOfGeneration()).isEqualTo(2);
    assertThat(dead.getWeight()).isEqualTo(3);
  }

  private static RewardOutcome outcome(Feedback.Builder feedback) {
    return Outcomes.of(feedback.build()).orElseThrow();
  }
}
