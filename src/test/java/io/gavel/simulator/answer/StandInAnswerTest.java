package io.gavel.simulator.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StandInAnswerTest {
  private static final List<TokenChance> CHANCES =
      List.of(new TokenChance(" 1", 0.2), new TokenChance(" 5", 0.8));
  private static final StandInAnswer FIVE =
      StandInAnswer.of("Feedback: Fine.", new Verdict(" [RESULT]", " 5", CHANCES, ""));

  @Test
  void itsVerdictIsATokenOfItsOwn() {
    assertThat(FIVE.text()).isEqualTo("Feedback: Fine. [RESULT] 5");
    assertThat(FIVE.tokens())
        .extracting(AnswerToken::text)
        .containsExactly("Feedback", ":", " Fine", ".", " [", "RESULT", "]", " 5");
    assertThat(FIVE.tokens().getLast().chances()).isEqualTo(CHANCES);
    assertThat(FIVE.withoutVerdict().text()).isEqualTo("Feedback: Fine.");
  }

  @Test
  void itIsFilledUpInFrontOfTheScore() {
    StandInAnswer longer = FIVE.atLeast(100);

    assertThat(longer.tokens()).hasSize(100);
    assertThat(longer.text())
        .startsWith("Feedback: Fine. No model wrote this")
        .endsWith(" [RESULT] 5");
    assertThat(FIVE.atLeast(5)).isEqualTo(FIVE);
  }

  @Test
  void twoVerdictsAreDifferentOnes() {
    assertThat(FIVE.withTwoVerdicts().text())
        .isEqualTo("Feedback: Fine. [RESULT] 5 and then again [RESULT] 1");
  }

  @Test
  void nonsenseHasNoScore() {
    assertThat(StandInAnswer.nonsense().text()).contains("no model").doesNotContain("[RESULT]");
  }
}
