package io.gavel.judge.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
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

  @Test
  void aFurtherSampleHasTimeOfItsOwn() {
    AtomicReference<Duration> now = new AtomicReference<>(Duration.ZERO);
    Effort slow = new Effort(3, Duration.ofMinutes(1), now::get);
    slow.calling();
    now.set(Duration.ofSeconds(50));
    slow.another();
    now.set(Duration.ofSeconds(100));

    assertThat(slow.allows(Duration.ZERO)).isTrue();
    assertThat(slow.allows(Duration.ofSeconds(11))).isFalse();
    assertThat(slow.sinceFirstCall()).isEqualTo(Duration.ofSeconds(100));
  }
}
