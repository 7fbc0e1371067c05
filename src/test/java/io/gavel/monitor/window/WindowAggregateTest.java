package io.gavel.monitor.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gavel.deadletter.Reason;
import io.gavel.monitor.Outcomes;
import io.gavel.schema.Observation;
import io.gavel.schema.ObservedEffort;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.RecursiveComparisonAssert;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowAggregateTest {
  private static final List<Reason> REASONS = List.of(Reason.values());
  private static final RecursiveComparisonConfiguration UP_TO_ROUNDING =
      RecursiveComparisonConfiguration.builder()
          .withEqualsForType(
              (one, other) -> Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one)),
              Double.class)
          .withStrictTypeChecking(false)
          .build();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void howOutcomesAreGroupedAndOrderedChangesNothing(long seed) {
    Random random = new Random(seed);
    List<Observation> history = history(random, 200);
    WindowAggregate inOrder = addedUp(history);
    Collections.shuffle(history, random);

    List<WindowAggregate> parts = new ArrayList<>();
    for (int from = 0; from < history.size(); ) {
      int to = Math.min(history.size(), from + random.nextInt(30));
      parts.add(addedUp(history.subList(from, to)));
      from = to;
    }
    // Any tree over the parts, in any order.
    while (parts.size() > 1) {
      WindowAggregate one = parts.remove(random.nextInt(parts.size()));
      WindowAggregate other = parts.remove(random.nextInt(parts.size()));
      parts.add(one.merge(other));
    }

    assertSame(parts.getFirst(), inOrder);
    assertThat(inOrder.scores().count() + inOrder.comparisons().count() + inOrder.deadLetterCount())
        .isEqualTo(200);
  }

  @Test
  void nothingAddsNothing() {
    WindowAggregate some = addedUp(history(new Random(3), 50));

    assertThat(some.merge(WindowAggregate.EMPTY)).isEqualTo(some);
    assertThat(WindowAggregate.EMPTY.merge(some)).isEqualTo(some);
  }

  @Test
  void meanVarianceAndSampleSizeAreThoseOfTheDefinitions() {
    WindowAggregate all = WindowAggregate.EMPTY;
    double[] values = {1, 4, 4, 5, 2};
    double[] probabilities = {1, 0.5, 0.1, 0.25, 1};
    double weights = 0;
    double squaredWeights = 0;
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      all = all.add(Outcomes.observation(values[i], probabilities[i]).build());
      double weight = 1 / probabilities[i];
      weights += weight;
      squaredWeights += weight * weight;
      sum += weight * values[i];
    }
    double mean = sum / weights;
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      squares += (values[i] - mean) * (values[i] - mean) / probabilities[i];
    }
    double variance = squares / (weights - squaredWeights / weights);
    double size = weights * weights / squaredWeights;

    assertThat(all.scores().mean()).isCloseTo(mean, within(1e-12));
    assertThat(all.scores().variance().orElseThrow()).isCloseTo(variance, within(1e-12));
    assertThat(all.scores().effectiveSampleSize()).isCloseTo(size, within(1e-12));
    assertThat(all.scores().standardError().orElseThrow())
        .isCloseTo(Math.sqrt(variance / size), within(1e-12));
  }

  @Test
  void equalWeightsGiveTheOrdinaryVarianceAndNoEffectOfTheirSize() {
    WindowAggregate all = WindowAggregate.EMPTY;
    for (int value : new int[] {2, 4, 4, 4, 5, 5, 2, 3}) {
      all = all.add(Outcomes.observation(value, 1).build());
    }
    assertThat(all.scores().variance().orElseThrow()).isCloseTo(9.875 / 7, within(1e-12));
    assertThat(all.scores().effectiveSampleSize()).isEqualTo(8);
  }

  @Test
  void valuesFarFromZeroLoseNoDigits() {
    Moments moments =
        Moments.of(1e9 + 1, 1).merge(Moments.of(1e9 + 2, 1)).merge(Moments.of(1e9 + 3, 1));
    assertThat(moments.variance().orElseThrow()).isCloseTo(1, within(1e-6));
  }

  @Test
  void samplingOneInTenGivesTheSameMeanWithinItsStatedError() {
    int withinTwo = 0;
    double apart = 0;
    int rounds = 200;
    for (int seed = 0; seed < rounds; seed++) {
      Random random = new Random(seed);
      Moments everything = Moments.NONE;
      WindowAggregate sampled = WindowAggregate.EMPTY;
      for (int i = 0; i < 2_000; i++) {
        // Two sources with other scores; all of the rare one is judged, one in ten of the other.
        boolean rare = random.nextInt(5) == 0;
        double value = Math.clamp(Math.round((rare ? 2 : 4) + random.nextGaussian()), 1, 5);
        double probability = rare ? 1 : 0.1;
        everything = everything.merge(Moments.of(value, 1));
        if (random.nextDouble() < probability) {
          sampled = sampled.add(Outcomes.observation(value, probability).build());
        }
      }
      double error = sampled.scores().standardError().orElseThrow();
      double off = (sampled.scores().mean() - everything.mean()) / error;
      assertThat(Math.abs(off)).as("seed %d", seed).isLessThan(4);
      withinTwo += Math.abs(off) < 2 ? 1 : 0;
      apart += off / rounds;
    }
    assertThat(withinTwo / (double) rounds).isGreaterThan(0.93);
    assertThat(apart).isBetween(-0.2, 0.2);
  }

  @Test
  void everyLevelOfTheScaleHasAnEntryAndAWiderScaleWins() {
    LevelCounts counts = LevelCounts.of(2, 10, 1, 5).merge(LevelCounts.of(2, 1, 1, 7));

    assertThat(counts.all()).containsOnlyKeys(1, 2, 3, 4, 5, 6, 7);
    assertThat(counts.all()).containsEntry(2, new WeightedTotal(2, 11));
    assertThat(LevelCounts.NONE.all()).isEmpty();
  }

  @Test
  void aQuantileIsOffByLessThanABin() {
    Random random = new Random(7);
    List<Double> values = new ArrayList<>();
    ExpectedScores expected = ExpectedScores.NONE;
    for (int i = 0; i < 5_000; i++) {
      double value = Math.clamp(3 + random.nextGaussian(), 1, 5);
      values.add(value);
      expected = expected.merge(ExpectedScores.of(value, 10, 4));
    }
    Collections.sort(values);
    for (double share : new double[] {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99}) {
      assertThat(expected.quantile(share).orElseThrow())
          .isCloseTo(values.get((int) (share * values.size())), within(4 / 64.0));
    }
    assertThat(expected.bins()).hasSizeLessThan(140);
    assertThat(ExpectedScores.NONE.quantile(0.5)).isEmpty();
  }

  @Test
  void binsOfScalesOfDifferentLengthNest() {
    ExpectedScores both = ExpectedScores.of(3.3, 1, 4).merge(ExpectedScores.of(70.1, 1, 100));

    assertThat(both.exponent()).isZero();
    assertThat(both.bins()).containsOnlyKeys(3, 70);
  }

  @Test
  void sharesAreOfTheWeightOfAllOutcomes() {
    WindowAggregate all =
        WindowAggregate.EMPTY
            .add(Outcomes.observation(3, 0.5).build())
            .add(letter(Reason.UNREADABLE_ANSWER, 1))
            .add(letter(Reason.CONTEXT_TOO_LONG, 1));

    assertThat(all.deadLetterShare()).contains(0.5);
    assertThat(all.share(Set.of(Reason.UNREADABLE_ANSWER.code()))).contains(0.25);
    assertThat(WindowAggregate.EMPTY.deadLetterShare()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theRecordOfAStoreLosesNothing(long seed) {
    WindowAggregate some = addedUp(history(new Random(seed), 100));

    assertThat(AggregateRecords.aggregate(AggregateRecords.record(some))).isEqualTo(some);
    assertThat(AggregateRecords.aggregate(AggregateRecords.record(WindowAggregate.EMPTY)))
        .isEqualTo(WindowAggregate.EMPTY);
  }

  private static void assertSame(WindowAggregate actual, WindowAggregate expected) {
    RecursiveComparisonAssert<?> compared =
        assertThat(AggregateRecords.record(actual)).usingRecursiveComparison(UP_TO_ROUNDING);
    compared.isEqualTo(AggregateRecords.record(expected));
  }

  private static WindowAggregate addedUp(List<Observation> history) {
    WindowAggregate all = WindowAggregate.EMPTY;
    for (Observation observation : history) {
      all = all.add(observation);
    }
    return all;
  }

  private static Observation letter(Reason reason, double probability) {
    return Outcomes.observation(1, probability)
        .setScore(null)
        .setEffort(null)
        .setReason(reason.code())
        .build();
  }

  private static List<Observation> history(Random random, int length) {
    List<Observation> history = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      double probability = 0.01 + 0.99 * random.nextDouble();
      Observation.Builder observation =
          Outcomes.observation(1 + 4 * random.nextDouble(), probability)
              .setStandIn(random.nextInt(100) == 0)
              .setEffort(
                  new ObservedEffort(
                      random.nextLong(60_000),
                      random.nextBoolean() ? random.nextInt(1_000) : null,
                      random.nextInt(5_000),
                      random.nextBoolean() ? random.nextDouble() : null));
      history.add(
          switch (random.nextInt(10)) {
            case 0 -> letter(REASONS.get(random.nextInt(REASONS.size())), probability);
            case 1 -> observation.setScore(null).build();
            default -> observation.build();
          });
    }
    return history;
  }

  @Test
  void scalesFarApartHaveTheLevelsThatHaveSomethingAlone() {
    LevelCounts low = LevelCounts.of(4, 1, 1, 5);
    LevelCounts high =
        LevelCounts.of(Integer.MAX_VALUE, 1, Integer.MAX_VALUE - 4, Integer.MAX_VALUE);

    assertThat(low.all()).containsOnlyKeys(1, 2, 3, 4, 5);
    assertThat(high.all()).hasSize(5);
    assertThat(low.merge(high).all()).containsOnlyKeys(4, Integer.MAX_VALUE);
  }
}
