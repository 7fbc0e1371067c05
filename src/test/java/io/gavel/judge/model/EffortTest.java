package io.gavel.judge.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EffortTest {
  private final Effort effort = new Effort(3, Duration.ofMinutes(1), () -> Duration.ZERO);

  @Test
  void aFirstFailureSaysNothingOfTheRequest() {
    assertThat(effort.failedBesideAnswers(7)).isFalse();
  }

  @Test
  void aRequestThatFailsAgainWhileOthersAreAnsweredFailsByItself() {
    effort.failedBesideAnswers(7);

    assertThat(effort.failedBesideAnswers(8)).isTrue();
  }

  @Test
  void aRequestThatFailsAgainWhileNobodyIsAnsweredDoesNot() {
    effort.failedBesideAnswers(7);

    assertThat(effort.failedBesideAnswers(7)).isFalse();
  }
}
