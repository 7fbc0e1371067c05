package io.gavel.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CorrelationTest {
  private static final Offset<Double> PRINTED = within(0.0005);

  /// Anscombe 1973, Graphs in Statistical Analysis, first of the four data sets: 0.816.
  @Test
  void pearsonIsThatOfAnscombesQuartet() {
    double[] x = {10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5};
    double[] y = {8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68};
    assertThat(Correlation.PEARSON.of(x, y).orElseThrow()).isCloseTo(0.816, PRINTED);
  }

  /// Wikipedia, Spearman's rank correlation coefficient, IQ and hours of television: -29/165.
  @Test
  void spearmanIsThatOfTheTextbookOnIntelligenceAndTelevision() {
    double[] iq = {106, 100, 86, 101, 99, 103, 97, 113, 112, 110};
    double[] hours = {7, 27, 2, 50, 28, 29, 20, 12, 6, 17};
    assertThat(Correlation.SPEARMAN.of(iq, hours).orElseThrow())
        .isCloseTo(-29.0 / 165, within(1e-12));
  }

  /// Hollander and Wolfe 1973, p. 187 (R's help of cor.test): tau of the Hunter L values of tuna
  /// and their consumers' rating, 0.4444.
  @Test
  void kendallIsThatOfHollanderAndWolfesTuna() {
    double[] lightness = {44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1};
    double[] rating = {2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8};
    assertThat(Correlation.KENDALL_TAU_B.of(lightness, rating).orElseThrow())
        .isCloseTo(4.0 / 9, within(1e-12));
  }

  /// SciPy's documentation of kendalltau, whose variant b it is: -0.47140452. Tau-a would be -0.4.
  @Test
  void kendallCorrectsForTiesAsTauB() {
    double[] x = {12, 2, 1, 12, 2};
    double[] y = {1, 4, 7, 1, 0};
    assertThat(Correlation.KENDALL_TAU_B.of(x, y).orElseThrow())
        .isCloseTo(-0.47140452079103173, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource
  void aConstantHasNoCorrelation(Correlation correlation) {
    assertThat(correlation.of(new double[] {3, 3, 3}, new double[] {1, 2, 3})).isEmpty();
    assertThat(correlation.of(new double[] {1}, new double[] {1})).isEmpty();
    assertThat(correlation.of(new double[0], new double[0])).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aSeriesCorrelatesWithItselfPerfectly(Correlation correlation) {
    double[] scores = {1, 5, 2, 2, 4, 3, 5};
    assertThat(correlation.of(scores, scores).orElseThrow()).isCloseTo(1, within(1e-12));
  }
}
