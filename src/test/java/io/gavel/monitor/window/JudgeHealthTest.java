package io.gavel.monitor.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gavel.TestRecords;
import io.gavel.monitor.Outcomes;
import io.gavel.schema.Observation;
import io.gavel.schema.ObservedScore;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeHealthTest {
  @Test
  void theLengthOfTheWordsIsTheJudgesOwnScore() {
    List<Observation> told =
        JudgeHealth.of(
            Outcomes.score(3, TestRecords.CREATED_AT).setFeedback("x".repeat(100)).build());

    assertThat(told).hasSize(1);
    Observation length = told.getFirst();
    assertThat(Series.of(length).key())
        .isEqualTo("%7Ejudge/prometheus-7b/%7Efeedback-length?rubric=resolution");
    assertThat(Series.of(length).isJudge()).isTrue();
    ObservedScore score = length.getScore().orElseThrow();
    assertThat(score.getLevel()).isEqualTo(7);
    assertThat(score.getValue()).isCloseTo(6.64, within(0.01));
    assertThat(length.getGeneratedAt()).isEqualTo(TestRecords.judgement(3).getJudgedAt());
  }

  @Test
  void theAgreementOfSamplesIsAnotherWhereThereAreSeveral() {
    List<Observation> told =
        JudgeHealth.of(Outcomes.score(3, TestRecords.CREATED_AT).setSampleAgreement(0.75).build());

    assertThat(told).extracting(Observation::getRubricId).contains(JudgeHealth.AGREEMENT);
    assertThat(told.getLast().getScore().orElseThrow().getValue()).isEqualTo(7.5);
  }

  @Test
  void whateverTheLengthItIsOnTheScale() {
    for (int length : new int[] {1, 3, 16, 4096, 1_000_000}) {
      ObservedScore score =
          JudgeHealth.of(
                  Outcomes.score(3, TestRecords.CREATED_AT).setFeedback("x".repeat(length)).build())
              .getFirst()
              .getScore()
              .orElseThrow();
      assertThat(score.getValue()).isBetween(4.0, 12.0);
      assertThat(score.getLevel()).isBetween(4, 12);
    }
  }

  @Test
  void whereTheJudgeHasNoWordsNothingIsTold() {
    assertThat(JudgeHealth.of(Outcomes.score(3, TestRecords.CREATED_AT).setFeedback("").build()))
        .isEmpty();
  }

  @Test
  void anAgreementThatIsNoShareIsNoScore() {
    for (double agreement : new double[] {Double.NaN, -0.1, 1.1, Double.POSITIVE_INFINITY}) {
      assertThat(
              JudgeHealth.of(
                  Outcomes.score(3, TestRecords.CREATED_AT).setSampleAgreement(agreement).build()))
          .extracting(Observation::getRubricId)
          .containsOnly(JudgeHealth.LENGTH);
    }
  }
}
