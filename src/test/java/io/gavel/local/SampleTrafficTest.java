package io.gavel.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.schema.Generation;
import io.gavel.schema.Reference;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SampleTrafficTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final List<SampleTask> tasks = SampleTraffic.tasks();

  @Test
  void theSampleHasThreeApplicationsTwoModelsAndAtLeastEightyGenerations() {
    List<Generation> sample = SampleTraffic.bundled(tasks, 1, NOON);

    assertThat(sample).hasSize(83);
    assertThat(sample.stream().map(Generation::getApplication).distinct())
        .containsExactlyInAnyOrder(
            "support-assistant", "code-helper", "travel-planner", "playground");
    assertThat(sample.stream().map(Generation::getModel).distinct())
        .containsExactlyInAnyOrderElementsOf(SampleTraffic.MODELS);
    assertThat(sample.stream().map(Generation::getGenerationId)).doesNotHaveDuplicates();
  }

  @Test
  void theSameSeedGivesTheSameSampleAndAnotherSeedOtherResponses() {
    assertThat(SampleTraffic.bundled(tasks, 7, NOON))
        .isEqualTo(SampleTraffic.bundled(tasks, 7, NOON));
    assertThat(SampleTraffic.bundled(tasks, 7, NOON).stream().map(Generation::getResponse))
        .isNotEqualTo(SampleTraffic.bundled(tasks, 8, NOON).stream().map(Generation::getResponse));
  }

  @Test
  void everyNamedReferenceIsThereAndSomeAreInlineAndSomeMissing() {
    Set<String> ids =
        SampleTraffic.references(tasks).stream()
            .map(Reference::getReferenceId)
            .collect(Collectors.toSet());
    Map<String, Integer> kinds = new HashMap<>();
    for (Generation generation : SampleTraffic.bundled(tasks, 1, NOON)) {
      generation.getReferenceId().ifPresent(id -> assertThat(ids).contains(id));
      kinds.merge(
          generation.getReferenceId().isPresent()
              ? "named"
              : generation.getReferenceAnswer().isPresent() ? "inline" : "none",
          1,
          Integer::sum);
    }

    assertThat(kinds).isEqualTo(Map.of("named", 67, "inline", 12, "none", 4));
  }

  @Test
  void onlyApplicationsWhoseRubricsCanDoWithoutLackAReference() {
    assertThat(SampleTraffic.bundled(tasks, 1, NOON))
        .filteredOn(g -> g.getReferenceId().isEmpty() && g.getReferenceAnswer().isEmpty())
        .extracting(Generation::getApplication)
        .doesNotContain("support-assistant");
  }

  @Test
  void theBetterModelIsBetterInTheSample() {
    Map<String, Long> good =
        SampleTraffic.bundled(tasks, 1, NOON).stream()
            .filter(g ->
                tasks.stream().anyMatch(task -> task.responses().good().equals(g.getResponse())))
            .collect(Collectors.groupingBy(Generation::getModel, Collectors.counting()));

    assertThat(good.get(SampleTraffic.BETTER_MODEL))
        .isGreaterThan(good.get(SampleTraffic.OTHER_MODEL));
  }

  @Test
  void someTasksHaveAConversationBeforeTheInstruction() {
    assertThat(SampleTraffic.bundled(tasks, 1, NOON))
        .filteredOn(generation -> !generation.getConversation().isEmpty())
        .hasSize(6);
  }
}
