package io.gavel.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultPlanTest {
  private static final int LONG = 200;

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 7, 2026, -3, Long.MAX_VALUE})
  void theSameSeedGivesTheSamePlanAndAnotherSeedAnother(long seed) {
    assertThat(FaultPlan.of(seed, LONG)).isEqualTo(FaultPlan.of(seed, LONG));
    assertThat(FaultPlan.of(seed, LONG).faults())
        .isNotEqualTo(FaultPlan.of(seed + 1, LONG).faults());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 7, 2026, -3, Long.MAX_VALUE})
  void everyKindOccurs(long seed) {
    assertThat(kinds(FaultPlan.of(seed, LONG))).isEqualTo(EnumSet.allOf(FaultKind.class));
    assertThat(kinds(FaultPlan.of(seed, FaultKind.values().length)))
        .isEqualTo(EnumSet.allOf(FaultKind.class));
  }

  @Test
  void everyFaultHasAKind() {
    Set<Class<?>> planned =
        FaultPlan.of(1, LONG).faults().stream()
            .map(fault -> fault.fault().getClass())
            .collect(Collectors.toSet());

    assertThat(planned)
        .isEqualTo(new HashSet<>(Arrays.asList(Fault.class.getPermittedSubclasses())));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 7, 2026, -3, Long.MAX_VALUE})
  void noTwoFaultsDisturbTheSamePartAtOnceSoThatOneBrokerIsAwayAtMost(long seed) {
    List<PlannedFault> before = new ArrayList<>();
    for (PlannedFault fault : FaultPlan.of(seed, LONG).faults()) {
      assertThat(before)
          .noneMatch(earlier ->
              earlier.recovered().compareTo(fault.start()) > 0
                  && earlier.fault().claims().stream().anyMatch(fault.fault().claims()::contains));
      before.add(fault);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 7, 2026, -3, Long.MAX_VALUE})
  void faultsStartInOrderAndOverlap(long seed) {
    FaultPlan plan = FaultPlan.of(seed, LONG);

    assertThat(plan.faults()).hasSize(LONG);
    assertThat(plan.faults().stream().map(PlannedFault::start)).isSorted();
    assertThat(plan.length()).isLessThan(Duration.ofMinutes(7));
    assertThat(
            plan.faults().stream()
                .map(PlannedFault::duration)
                .reduce(Duration.ZERO, Duration::plus))
        .isGreaterThan(plan.length().multipliedBy(2));
  }

  @Test
  void aPlanIsPrintedWithItsSeedAndOneLineForEachFault() {
    assertThat(FaultPlan.of(7, 21).toString().lines())
        .hasSize(22)
        .first()
        .asString()
        .startsWith("plan seed=7 faults=21 length=");
  }

  private static Set<FaultKind> kinds(FaultPlan plan) {
    return plan.faults().stream().map(PlannedFault::kind).collect(Collectors.toSet());
  }
}
