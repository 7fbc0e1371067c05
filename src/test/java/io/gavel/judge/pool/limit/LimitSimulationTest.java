package io.gavel.judge.pool.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the following limit was tuned by: a server whose slots halve and double, in virtual time. A
/// row that holds is a bound that was promised; the table that was measured is in ARCHITECTURE.md.
class LimitSimulationTest {
  private static final int SEEDS = 6;

  /// Where nothing shows how much is too much, single seeds differ more.
  private static final int SEEDS_WITHOUT_A_SIGN = 20;

  private static final int UNBOUNDED = 1_000_000;
  private static final Bounds BOUNDS = new Bounds(8, 1, 512);

  /// Of a queue that can be looked at and one that cannot; latency spread a little, much, and with
  /// a tail to 10 s.
  @ParameterizedTest
  @CsvSource({
    "true, 0, 0.5", "true, 0, 1.0", "true, 0, 1.5",
    "true, 16, 0.5", "true, 16, 1.0", "true, 16, 1.5",
    "true, 64, 1.5", "true, 1000000, 0.5", "true, 1000000, 1.5",
    "false, 0, 0.5", "false, 0, 1.0", "false, 0, 1.5",
    "false, 16, 0.5", "false, 16, 1.0", "false, 16, 1.5",
  })
  void afterThePoolHalvesOrDoublesItIsFullAgainWithinTenSecondsAndFewCallsAreRefused(
      boolean visible, int queue, double sigma) {
    for (TestingServer.Outcome outcome :
        outcomes(
            new TestingServer.Setting(1, List.of(64, 32, 64), 30, queue, 100, sigma, visible))) {
      assertThat(outcome.convergence(30, 60)).isLessThanOrEqualTo(10);
      assertThat(outcome.convergence(60, 90)).isLessThanOrEqualTo(10);
      assertThat(outcome.busy(40, 60)).isGreaterThanOrEqualTo(0.95);
      assertThat(outcome.busy(70, 90)).isGreaterThanOrEqualTo(0.95);
      assertThat(outcome.refusedShare()).isLessThan(0.01);
    }
  }

  /// Nothing tells how much is too much; it may cost some latency, but not without end.
  @ParameterizedTest
  @CsvSource({"0.5", "1.0", "1.5"})
  void growthStopsWhereMoreInFlightBringsNoMore(double sigma) {
    List<TestingServer.Outcome> outcomes =
        outcomes(
            new TestingServer.Setting(1, List.of(64, 32, 64), 60, UNBOUNDED, 100, sigma, false),
            SEEDS_WITHOUT_A_SIGN);
    assertThat(mean(outcomes, outcome -> outcome.busy(15, 60))).isGreaterThan(0.95);
    assertThat(mean(outcomes, outcome -> outcome.busy(75, 120))).isGreaterThan(0.95);
    assertThat(mean(outcomes, outcome -> outcome.busy(135, 180))).isGreaterThan(0.95);
    assertThat(mean(outcomes, outcome -> outcome.inFlight(15, 60))).isBetween(64.0, 128.0);
    assertThat(mean(outcomes, outcome -> outcome.inFlight(135, 180))).isBetween(64.0, 192.0);
  }

  @Test
  void aQueueInSightIsKeptShort() {
    for (TestingServer.Outcome outcome :
        outcomes(
            new TestingServer.Setting(1, List.of(64, 32, 64), 30, UNBOUNDED, 100, 1.5, true))) {
      assertThat(outcome.inFlight(10, 30)).isBetween(64.0, 74.0);
      assertThat(outcome.inFlight(40, 60)).isBetween(32.0, 38.0);
      assertThat(outcome.inFlight(70, 90)).isBetween(64.0, 74.0);
    }
  }

  @Test
  void twoWorkersShareAServerWhoseQueueIsInSight() {
    for (TestingServer.Outcome outcome :
        outcomes(new TestingServer.Setting(2, List.of(64, 32, 64), 30, 16, 100, 1.5, true))) {
      assertThat(outcome.busy(40, 60)).isGreaterThan(0.95);
      assertThat(outcome.busy(70, 90)).isGreaterThan(0.95);
      assertThat(outcome.inFlight(70, 90)).isBetween(64.0, 80.0);
      assertThat(outcome.refusedShare()).isLessThan(0.01);
    }
  }

  /// As a real judge: a median of 6 s. What takes seconds above takes minutes here.
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void slowCallsChangeNothingButTheTime(boolean visible) {
    for (TestingServer.Outcome outcome :
        outcomes(new TestingServer.Setting(1, List.of(64, 32, 64), 600, 16, 6000, 0.6, visible))) {
      assertThat(outcome.busy(800, 1200)).isGreaterThan(0.95);
      assertThat(outcome.busy(1400, 1800)).isGreaterThan(0.95);
      assertThat(outcome.refusedShare()).isLessThan(0.01);
    }
  }

  private static List<TestingServer.Outcome> outcomes(TestingServer.Setting setting) {
    return outcomes(setting, SEEDS);
  }

  private static List<TestingServer.Outcome> outcomes(TestingServer.Setting setting, int seeds) {
    return IntStream.range(0, seeds)
        .mapToObj(seed ->
            TestingServer.run(setting, () -> new FollowingLimit(BOUNDS, Duration.ZERO), seed))
        .toList();
  }

  private static double mean(
      List<TestingServer.Outcome> outcomes, ToDoubleFunction<TestingServer.Outcome> figure) {
    return outcomes.stream().mapToDouble(figure).average().orElseThrow();
  }
}
