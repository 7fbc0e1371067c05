package io.gavel.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SaturationTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void slotsThatAreNeverEmptyAreFullySaturated() {
    Saturation saturation = new Saturation(2, backToBack(2, 10, 0));

    assertThat(saturation.steady()).isCloseTo(1.0, within(1e-9));
  }

  @Test
  void aPauseAfterEachCallIsSeen() {
    Saturation saturation = new Saturation(2, backToBack(2, 10, SECOND));

    // Nine rounds of a second's work and a second's pause.
    assertThat(saturation.steady()).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void theSteadyStateBeginsWhenAllSlotsAreBusy() {
    List<Call> calls = new ArrayList<>();
    calls.add(new Call(0, 3 * SECOND));
    calls.add(new Call(SECOND, 2 * SECOND));
    calls.add(new Call(3 * SECOND, SECOND));

    // From the second call's start on both are busy, up to the third's.
    assertThat(new Saturation(2, calls).steady()).isCloseTo(1.0, within(1e-9));
  }

  @Test
  void slotsThatAreNeverAllBusyCountFromTwoSecondsOn() {
    // One of four slots, for ten seconds.
    Saturation saturation = new Saturation(4, backToBack(1, 10, 0));

    assertThat(saturation.steady()).isCloseTo(0.25, within(1e-9));
  }

  @Test
  void theWholeRunCountsItsStartAndItsEnd() {
    Saturation saturation = new Saturation(1, List.of(new Call(5 * SECOND, 2 * SECOND)));

    assertThat(saturation.between(0, 10 * SECOND)).isCloseTo(0.2, within(1e-9));
  }

  @Test
  void workOutsideOfTheTimeDoesNotCount() {
    Saturation saturation = new Saturation(1, List.of(new Call(0, 4 * SECOND)));

    assertThat(saturation.between(SECOND, 2 * SECOND)).isCloseTo(1.0, within(1e-9));
  }

  @Test
  void withoutACallThereIsNoSaturation() {
    assertThatThrownBy(() -> new Saturation(1, List.of()))
        .hasMessage("no request reached the pool");
  }

  /// Calls of one second in each slot.
  private static List<Call> backToBack(int slots, int calls, long pauseNanos) {
    List<Call> all = new ArrayList<>();
    for (int slot = 0; slot < slots; slot++) {
      for (int i = 0; i < calls; i++) {
        all.add(new Call(i * (SECOND + pauseNanos), SECOND));
      }
    }
    return all;
  }
}
