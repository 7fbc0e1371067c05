package io.gavel.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class KappaTest {
  private static final Offset<Double> PRINTED = within(0.0005);

  /// Cohen 1968, Weighted kappa, p. 215, in hundredths; its weights of disagreement are 0, 1, 3 /
  /// 1, 0, 6 / 3, 6, 0. Kappa is .492 and weighted kappa .348.
  private static final int[][] COHEN = {{44, 5, 1}, {7, 20, 3}, {9, 5, 6}};

  @Test
  void kappaIsThatOfCohensTable() {
    assertThat(Kappa.COHEN.of(table(COHEN)).orElseThrow()).isCloseTo(0.492, PRINTED);
  }

  @Test
  void weightedKappaIsThatOfCohensTableWithHisWeights() {
    double[][] weights = {{0, 1, 3}, {1, 0, 6}, {3, 6, 0}};
    assertThat(Kappa.weighted(table(COHEN), (i, j) -> weights[i][j]).orElseThrow())
        .isCloseTo(0.348, PRINTED);
  }

  /// The two raters of scikit-learn's tests of cohen_kappa_score: 0.9315, and 0.9541 with quadratic
  /// weights.
  @Test
  void bothKappasAreThoseOfScikitLearn() {
    int[][] counts = {{46, 0, 0}, {4, 40, 0}, {0, 0, 10}};
    assertThat(Kappa.COHEN.of(table(counts)).orElseThrow()).isCloseTo(0.9315, within(0.00005));
    assertThat(Kappa.QUADRATIC.of(table(counts)).orElseThrow()).isCloseTo(0.9541, within(0.00005));
  }

  @Test
  void whereNothingVariesThereIsNoKappa() {
    assertThat(Kappa.COHEN.of(table(new int[][] {{7, 0}, {0, 0}}))).isEmpty();
    assertThat(Kappa.QUADRATIC.of(table(new int[][] {{0, 0}, {0, 0}}))).isEmpty();
  }

  @Test
  void aTableKnowsItsMargins() {
    ConfusionTable table = table(COHEN);
    assertThat(table.total()).isEqualTo(100);
    assertThat(table.labelled(0)).isEqualTo(50);
    assertThat(table.judged(0)).isEqualTo(60);
    assertThat(table.count(1, 2)).isEqualTo(3);
    assertThat(table.categories()).containsExactly("0", "1", "2");
  }

  @Test
  void labelsAndVerdictsOfDifferentItemsAreRefused() {
    assertThatThrownBy(() -> ConfusionTable.of(List.of("a"), new int[2], new int[1]))
        .hasMessage("2 labels and 1 verdicts");
  }

  private static ConfusionTable table(int[][] counts) {
    IntStream.Builder labels = IntStream.builder();
    IntStream.Builder verdicts = IntStream.builder();
    for (int label = 0; label < counts.length; label++) {
      for (int verdict = 0; verdict < counts.length; verdict++) {
        for (int i = 0; i < counts[label][verdict]; i++) {
          labels.add(label);
          verdicts.add(verdict);
        }
      }
    }
    return ConfusionTable.of(
        IntStream.range(0, counts.length).mapToObj(Integer::toString).toList(),
        labels.build().toArray(),
        verdicts.build().toArray());
  }
}
