package io.gavel.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.gavel.schema.Generation;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LiveTrafficTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Duration HALF = Duration.ofMinutes(2);

  private final List<SampleTask> tasks = SampleTraffic.tasks();

  private List<Generation> first(int count, long seed) {
    LiveTraffic traffic = new LiveTraffic(tasks, seed, 5, NOON, HALF);
    return Stream.generate(traffic::next).limit(count).toList();
  }

  @Test
  void theSameSeedGivesTheSameTrafficAndAnotherSeedAnother() {
    assertThat(first(50, 3)).isEqualTo(first(50, 3)).isNotEqualTo(first(50, 4));
  }

  @Test
  void arrivalsComeAtTheGivenRateAndGapsVaryAsInAPoissonProcess() {
    // Candidates of one group arrive together.
    List<Instant> arrivals =
        first(5000, 1).stream().map(Generation::getCreatedAt).distinct().toList();
    List<Double> gaps =
        Stream.iterate(1, i -> i < arrivals.size(), i -> i + 1)
            .map(i -> Duration.between(arrivals.get(i - 1), arrivals.get(i)).toNanos() / 1e9)
            .toList();
    double mean = gaps.stream().mapToDouble(gap -> gap).average().orElseThrow();
    double deviation =
        Math.sqrt(
            gaps.stream().mapToDouble(gap -> (gap - mean) * (gap - mean)).average().orElseThrow());

    assertThat(mean).isCloseTo(0.2, within(0.01));
    // The standard deviation of an exponential distribution is its mean.
    assertThat(deviation).isCloseTo(mean, within(0.01));
  }

  @Test
  void whereBothModelsAnswerTheirsAreAGroupOfTwoThatArrivesTogether() {
    Map<String, List<Generation>> groups =
        first(1000, 1).stream()
            .filter(generation -> generation.getCandidateGroup().isPresent())
            .collect(
                Collectors.groupingBy(
                    generation -> generation.getCandidateGroup().orElseThrow(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    assertThat(groups).hasSizeGreaterThan(100);
    List<List<Generation>> whole = groups.values().stream().limit(groups.size() - 1).toList();
    assertThat(whole)
        .allSatisfy(group -> {
          assertThat(group)
              .extracting(Generation::getModel)
              .containsExactlyElementsOf(SampleTraffic.MODELS);
          assertThat(group)
              .extracting(Generation::getInstruction)
              .containsOnly(group.getFirst().getInstruction());
          assertThat(group)
              .extracting(Generation::getCreatedAt)
              .containsOnly(group.getFirst().getCreatedAt());
          assertThat(group)
              .extracting(Generation::getApplication)
              .containsOnly(group.getFirst().getApplication());
        });
  }

  @Test
  void idsAreNewForEveryGeneration() {
    assertThat(first(1000, 1).stream().map(Generation::getGenerationId)).doesNotHaveDuplicates();
  }

  @Test
  void theBetterModelGetsWorseHalfWayInOneApplicationAndAllElseStaysAsItWas() {
    Map<Boolean, List<Generation>> traffic =
        first(4800, 1).stream()
            .collect(
                Collectors.partitioningBy(
                    g -> g.getApplication().equals(SampleTraffic.WORSE_APPLICATION)));
    List<Generation> worse = traffic.getOrDefault(true, List.of());
    List<Generation> rest = traffic.getOrDefault(false, List.of());

    assertThat(good(worse, SampleTraffic.BETTER_MODEL, LiveTrafficTest::early)).isGreaterThan(0.55);
    assertThat(good(worse, SampleTraffic.BETTER_MODEL, g -> !early(g))).isLessThan(0.2);
    assertThat(good(worse, SampleTraffic.OTHER_MODEL, g -> !early(g)))
        .isCloseTo(good(worse, SampleTraffic.OTHER_MODEL, LiveTrafficTest::early), within(0.1));
    assertThat(good(rest, SampleTraffic.BETTER_MODEL, g -> !early(g)))
        .isCloseTo(good(rest, SampleTraffic.BETTER_MODEL, LiveTrafficTest::early), within(0.1));
  }

  @Test
  void aRateOfNothingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LiveTraffic(tasks, 1, 0, NOON, HALF))
        .withMessageContaining("0.0 is not above 0");
  }

  private static boolean early(Generation generation) {
    return generation.getCreatedAt().isBefore(NOON.plus(HALF));
  }

  private double good(List<Generation> traffic, String model, Predicate<Generation> when) {
    List<Generation> chosen =
        traffic.stream().filter(g -> g.getModel().equals(model)).filter(when).toList();
    long good =
        chosen.stream()
            .filter(g -> tasks.stream().anyMatch(t -> t.responses().good().equals(g.getResponse())))
            .count();
    return (double) good / chosen.size();
  }
}
