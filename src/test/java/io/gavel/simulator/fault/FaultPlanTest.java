package io.gavel.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
  private static FaultPlan plan(long seed, String... faults) {
    return new FaultPlan(seed, Stream.of(faults).map(Fault::parse).toList());
  }

  private static List<Boolean> hits(FaultPlan plan, int occurrence) {
    return IntStream.range(0, 5_000)
        .mapToObj(i -> plan.ofRequest(1, Duration.ZERO, "prompt " + i, occurrence).isPresent())
        .toList();
  }

  private static double share(List<Boolean> hits) {
    return (double) hits.stream().filter(it -> it).count() / hits.size();
  }

  @Test
  void aRateIsAShareOfTheRequestsAndTheSameOnesAgain() {
    List<Boolean> hits = hits(plan(1, "reset:rate=0.1"), 0);

    assertThat(share(hits)).isCloseTo(0.1, within(0.02));
    assertThat(hits(plan(1, "reset:rate=0.1"), 0)).isEqualTo(hits);
    assertThat(hits(plan(2, "reset:rate=0.1"), 0)).isNotEqualTo(hits);
  }

  @Test
  void aRetryMeetsAnotherFate() {
    FaultPlan plan = plan(1, "reset:rate=0.5");
    List<Boolean> first = hits(plan, 0);
    List<Boolean> second = hits(plan, 1);

    long both = IntStream.range(0, first.size()).filter(i -> first.get(i) && second.get(i)).count();
    assertThat((double) both / first.size()).isCloseTo(0.25, within(0.03));
  }

  @Test
  void theFirstOfSeveralFaultsCountsAndTheirRatesAddUp() {
    FaultPlan plan = plan(1, "hang:rate=0.2", "empty:rate=0.2");

    assertThat(share(hits(plan, 0))).isCloseTo(0.36, within(0.03));
    assertThat(plan(1, "hang", "empty").ofRequest(1, Duration.ZERO, "p", 0))
        .map(Fault::kind)
        .contains(FaultKind.HANG);
  }

  @Test
  void aFaultHoldsFromItsBeginningUpToItsEndAtItsReplica() {
    FaultPlan plan = plan(1, "error-429:from=10s,to=20s,replica=2");

    assertThat(plan.ofRequest(2, Duration.ofMillis(9_999), "p", 0)).isEmpty();
    assertThat(plan.ofRequest(2, Duration.ofSeconds(10), "p", 0)).isPresent();
    assertThat(plan.ofRequest(1, Duration.ofSeconds(10), "p", 0)).isEmpty();
    assertThat(plan.ofRequest(2, Duration.ofSeconds(20), "p", 0)).isEmpty();
  }

  @Test
  void aReplicasConditionIsAllThatHoldsTogether() {
    FaultPlan plan =
        plan(
            1,
            "capacity:factor=0.5",
            "capacity:from=10s,factor=0.5",
            "slow:to=5s,factor=4,replica=1",
            "down:from=20s,to=30s,replica=2",
            "hang:rate=1");

    assertThat(plan.ofReplica(1, Duration.ZERO)).isEqualTo(new Condition(false, 0.5, 4));
    assertThat(plan.ofReplica(2, Duration.ZERO)).isEqualTo(new Condition(false, 0.5, 1));
    assertThat(plan.ofReplica(1, Duration.ofSeconds(10))).isEqualTo(new Condition(false, 0.25, 1));
    assertThat(plan.ofReplica(2, Duration.ofSeconds(25)).isDown()).isTrue();
    assertThat(plan.ofReplica(2, Duration.ofSeconds(30)).isDown()).isFalse();
  }

  @Test
  void theNextChangeIsTheNextBeginningOrEndOfAFaultOfReplicas() {
    FaultPlan plan = plan(1, "down:from=20s,to=30s", "slow:to=5s,factor=4", "hang:from=1s,to=2s");

    assertThat(plan.nextChange(Duration.ZERO)).contains(Duration.ofSeconds(5));
    assertThat(plan.nextChange(Duration.ofSeconds(5))).contains(Duration.ofSeconds(20));
    assertThat(plan.nextChange(Duration.ofSeconds(20))).contains(Duration.ofSeconds(30));
    assertThat(plan.nextChange(Duration.ofSeconds(30))).isEmpty();
  }
}
