package io.gavel.agreement;

import static io.gavel.agreement.Choice.FIRST;
import static io.gavel.agreement.Choice.SECOND;
import static io.gavel.agreement.Choice.TIE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairMeasuresTest {
  @Test
  void aTieOfTheLabelCountsOnlyWithTies() {
    List<LabelledChoice> choices =
        List.of(judged(FIRST, FIRST), judged(SECOND, TIE), judged(TIE, TIE), judged(TIE, FIRST));
    assertThat(PairAccuracy.WITH_TIES.of(choices)).hasValue(0.5);
    assertThat(PairAccuracy.WITHOUT_TIES.of(choices)).hasValue(0.5);
  }

  @Test
  void aPairWithoutAVerdictIsWrong() {
    List<LabelledChoice> choices =
        List.of(judged(FIRST, FIRST), new LabelledChoice(FIRST, Optional.empty()));
    assertThat(PairAccuracy.WITH_TIES.of(choices)).hasValue(0.5);
    assertThat(PairAccuracy.WITHOUT_TIES.of(choices)).hasValue(0.5);
  }

  @Test
  void withoutPairsThereIsNoAccuracy() {
    assertThat(PairAccuracy.WITH_TIES.of(List.of())).isEmpty();
    assertThat(PairAccuracy.WITHOUT_TIES.of(List.of(judged(TIE, TIE)))).isEmpty();
  }

  @Test
  void scoresAmountToAChoice() {
    assertThat(Choice.byScores(4, 2)).isEqualTo(FIRST);
    assertThat(Choice.byScores(2, 4)).isEqualTo(SECOND);
    assertThat(Choice.byScores(3, 3)).isEqualTo(TIE);
    assertThat(List.of(FIRST.swapped(), SECOND.swapped(), TIE.swapped()))
        .containsExactly(SECOND, FIRST, TIE);
  }

  /// Kendall and Babington Smith 1940, On the Method of Paired Comparisons: a tournament of n has n
  /// (n - 1) (2n - 1) / 12 - Σ a_i² / 2 circular triads, where candidate i won a_i times.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theCyclesOfATournamentAreTheCircularTriadsOfKendallAndBabingtonSmith(long seed) {
    int size = 9;
    SplittableRandom random = new SplittableRandom(seed);
    long[] wins = new long[size];
    List<PairResult> results = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      for (int j = i + 1; j < size; j++) {
        boolean first = random.nextBoolean();
        wins[first ? i : j]++;
        results.add(result("c" + i, "c" + j, first ? FIRST : SECOND));
      }
    }
    double squares = 0;
    for (long won : wins) {
      squares += won * won;
    }
    Transitivity transitivity = Transitivity.of(results);
    assertThat(transitivity.triples()).isEqualTo(84);
    assertThat((double) transitivity.cycles())
        .isEqualTo(size * (size - 1) * (2 * size - 1) / 12.0 - squares / 2);
  }

  @Test
  void tiesAreTransitiveUnlessTheyHideABetterOne() {
    assertThat(cycles(TIE, TIE, TIE)).isZero();
    assertThat(cycles(TIE, FIRST, SECOND)).isZero(); // a = b > c < a
    assertThat(cycles(TIE, TIE, FIRST)).isEqualTo(1); // a = b = c > a
    assertThat(cycles(FIRST, TIE, FIRST)).isEqualTo(1); // a > b = c > a
    assertThat(cycles(SECOND, SECOND, SECOND)).isEqualTo(1);
    assertThat(cycles(FIRST, FIRST, SECOND)).isZero();
  }

  @Test
  void aTripleNeedsAllThreePairs() {
    Transitivity transitivity =
        Transitivity.of(List.of(result("a", "b", FIRST), result("b", "c", FIRST)));
    assertThat(transitivity).isEqualTo(new Transitivity(0, 0));
    assertThat(transitivity.share()).isEmpty();
  }

  @Test
  void theShareIsOfTriplesWithoutACycle() {
    assertThat(new Transitivity(4, 1).share()).hasValue(0.75);
  }

  @Test
  void aCandidateIsNotComparedToItself() {
    assertThatThrownBy(() -> result("a", "a", TIE))
        .hasMessage("a candidate is not compared to itself: a");
  }

  @Test
  void theGapIsWhereTheTwoFormatsDiffer() {
    FormatGap gap =
        FormatGap.of(
                List.of(
                    new FormatGap.Pair(FIRST, Optional.of(FIRST), Optional.of(FIRST)),
                    new FormatGap.Pair(FIRST, Optional.of(TIE), Optional.of(FIRST)),
                    new FormatGap.Pair(SECOND, Optional.of(SECOND), Optional.of(FIRST)),
                    new FormatGap.Pair(SECOND, Optional.empty(), Optional.of(SECOND))))
            .orElseThrow();
    assertThat(gap.pairs()).isEqualTo(3);
    assertThat(gap.disagreement()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(gap.directAccuracy()).isEqualTo(0.5);
    assertThat(gap.pairwiseAccuracy()).isEqualTo(0.75);
    assertThat(gap.accuracyDifference()).isEqualTo(0.25);
  }

  @Test
  void withoutAPairInBothFormatsThereIsNoGap() {
    assertThat(FormatGap.of(List.of(new FormatGap.Pair(TIE, Optional.empty(), Optional.of(TIE)))))
        .isEmpty();
  }

  private static long cycles(Choice ab, Choice bc, Choice ca) {
    Transitivity transitivity =
        Transitivity.of(List.of(result("a", "b", ab), result("b", "c", bc), result("c", "a", ca)));
    assertThat(transitivity.triples()).isEqualTo(1);
    return transitivity.cycles();
  }

  private static LabelledChoice judged(Choice label, Choice judged) {
    return new LabelledChoice(label, Optional.of(judged));
  }

  private static PairResult result(String first, String second, Choice choice) {
    return new PairResult(first, second, choice);
  }
}
