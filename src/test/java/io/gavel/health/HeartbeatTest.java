package io.gavel.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class HeartbeatTest {
  private long nanos = Long.MAX_VALUE - 5; // nanoTime may wrap around.
  private final Heartbeat heartbeat = new Heartbeat("the loop", () -> nanos);

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void beforeTheFirstTurnTheLoopIsStarting() {
    assertThat(heartbeat.health())
        .isEqualTo(new Health(Health.State.STARTING, "the loop has made no turn yet"));
  }

  @Test
  void theLoopStandsAsItSaidWithItsLastTurn() {
    heartbeat.beat(Health.RUNNING);
    assertThat(heartbeat.health()).isEqualTo(Health.RUNNING);

    heartbeat.beat(Health.waiting("the broker does not answer"));
    assertThat(heartbeat.health()).isEqualTo(Health.waiting("the broker does not answer"));
  }

  @Test
  void aTurnThatIsTooOldMeansThatTheLoopHasStalled() {
    heartbeat.beat(Health.RUNNING);
    pass(Heartbeat.LIMIT);
    assertThat(heartbeat.health()).isEqualTo(Health.RUNNING);

    pass(Duration.ofSeconds(1));
    assertThat(heartbeat.health())
        .isEqualTo(new Health(Health.State.STALLED, "the loop has made no turn for 121 s"));
  }

  @Test
  void aTurnAfterThatBringsItBack() {
    pass(Heartbeat.LIMIT.multipliedBy(2));
    assertThat(heartbeat.health().isLive()).isFalse();

    heartbeat.beat(Health.RUNNING);

    assertThat(heartbeat.health()).isEqualTo(Health.RUNNING);
  }

  @Test
  void anOutageOutsideIsNoReasonForANewProcessButNothingCanBeDoneInIt() {
    Health waiting = Health.waiting("the broker does not answer");

    assertThat(waiting.isLive()).isTrue();
    assertThat(waiting.isReady()).isFalse();
    assertThat(Health.failed("a bug").isLive()).isFalse();
    assertThat(Health.RUNNING.isReady()).isTrue();
    assertThat(Health.STOPPED.isLive()).isTrue();
    assertThat(Health.STOPPED.isReady()).isFalse();
  }
}
