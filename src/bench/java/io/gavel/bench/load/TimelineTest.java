package io.gavel.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Duration WINDOW = Duration.ofSeconds(2);

  private final Timeline timeline = new Timeline();
  private long atNanos;
  private long busyNanos;

  @Test
  void theShareIsTheBusyTimeOfTheSlots() {
    seconds(4, 10, 0.5);

    assertThat(timeline.share(0, 4 * SECOND)).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void whatStillRunsOnSlotsThatAreGoneDoesNotCount() {
    seconds(2, 10, 2.0);

    assertThat(timeline.share(0, 2 * SECOND)).isCloseTo(1.0, within(1e-9));
  }

  @Test
  void aPoolThatIsBusyAfterThreeSecondsHasSettledAWindowLater() {
    seconds(3, 10, 0.5);
    seconds(10, 10, 1.0);

    assertThat(timeline.settled(0, 13 * SECOND, WINDOW, 0.95)).contains(Duration.ofSeconds(5));
  }

  @Test
  void aPoolThatFallsBackHasNotSettledBefore() {
    seconds(4, 10, 1.0);
    seconds(4, 10, 0.2);
    seconds(8, 10, 1.0);

    assertThat(timeline.settled(0, 16 * SECOND, WINDOW, 0.95)).contains(Duration.ofSeconds(10));
  }

  @Test
  void aPoolThatIsNeverBusyEnoughNeverSettles() {
    seconds(10, 10, 0.9);

    assertThat(timeline.settled(0, 10 * SECOND, WINDOW, 0.95)).isEmpty();
  }

  private void seconds(int count, int slots, double share) {
    for (int i = 0; i < count; i++) {
      timeline.add(new Timeline.Sample(atNanos, busyNanos, slots));
      atNanos += SECOND;
      busyNanos += (long) (share * slots * SECOND);
    }
    timeline.add(new Timeline.Sample(atNanos, busyNanos, slots));
  }
}
