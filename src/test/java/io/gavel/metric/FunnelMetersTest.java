package io.gavel.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FunnelMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final FunnelMeters meters = new FunnelMeters(registry);

  @Test
  void theSnapshotHoldsEveryCount() {
    meters.generation(FunnelMeters.REQUESTED);
    meters.generation(FunnelMeters.REQUESTED);
    meters.generation("no_policy");
    meters.retriedGeneration("no_longer_selected");
    meters.judgeRequests(3);
    meters.judgeRequests(0);
    meters.deadLetter("rubric_missing");
    meters.waiting("1_0", 4);
    meters.waiting("1_1", 2);
    meters.waiting("1_0", 1);

    assertThat(meters.snapshot())
        .isEqualTo(
            Map.of(
                "generations.requested", 2L,
                "generations.no_policy", 1L,
                "retried.no_longer_selected", 1L,
                "judge_requests", 3L,
                "dead_letters.rubric_missing", 1L,
                "waiting", 3L));
  }

  @Test
  void aTaskThatWentElsewhereNoLongerCounts() {
    meters.waiting("1_0", 4);
    meters.waiting("1_1", 2);

    meters.released("1_0");

    assertThat(registry.get("gavel.generations.waiting").gauge().value()).isEqualTo(2);
  }

  @Test
  void aRecordThatCannotBeUsedIsCountedByTopic() {
    meters.skipped("gavel.rubrics");

    assertThat(
            registry
                .get("gavel.definitions.skipped")
                .tag("topic", "gavel.rubrics")
                .counter()
                .count())
        .isEqualTo(1);
  }
}
