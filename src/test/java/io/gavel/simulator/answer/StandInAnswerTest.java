package io.gavel.simulator.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StandInAnswerTest {
  private static final StandInAnswer FIVE = new StandInAnswer("Feedback: Fine.", 5);

  @Test
  void itsTextIsInPrometheussFormat() {
    assertThat(FIVE.text()).isEqualTo("Feedback: Fine. [RESULT] 5");
    assertThat(FIVE.scored(2).text()).isEqualTo("Feedback: Fine. [RESULT] 2");
    assertThat(FIVE.scored(null).text()).isEqualTo("Feedback: Fine.");
  }

  @Test
  void itIsFilledUpInFrontOfTheScore() {
    assertThat(FIVE.atLeast(100).text())
        .hasSize(100)
        .startsWith("Feedback: Fine. No model wrote this")
        .endsWith(" [RESULT] 5");
    assertThat(FIVE.atLeast(5)).isEqualTo(FIVE);
  }

  @Test
  void twoScoresAreDifferentOnes() {
    assertThat(FIVE.withTwoScores())
        .isEqualTo("Feedback: Fine. [RESULT] 5 and then again [RESULT] 1");
  }

  @Test
  void nonsenseHasNoScore() {
    assertThat(StandInAnswer.nonsense()).contains("no model").doesNotContain("[RESULT]");
  }
}
