package io.gavel.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  /// Efron and Tibshirani 1993, table 3.1 (the law school data): the correlation is 0.776; the
  /// percentile interval of the paper's many replications is about 0.46 to 0.96 (section 13.3).
  @Test
  void theIntervalOfTheLawSchoolsIsThePublishedOne() {
    double[] lsat = {576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594};
    double[] gpa = {
      3.39, 3.30, 2.81, 3.03, 3.44, 3.07, 3.00, 3.43, 3.36, 3.13, 3.12, 2.74, 2.76, 2.88, 2.96
    };
    Estimate estimate =
        new Bootstrap(5000, 1)
            .estimate(
                lsat.length, items -> Correlation.PEARSON.of(pick(lsat, items), pick(gpa, items)))
            .orElseThrow();
    assertThat(estimate.value()).isCloseTo(0.776, within(0.0005));
    assertThat(estimate.interval().orElseThrow().low()).isCloseTo(0.46, within(0.03));
    assertThat(estimate.interval().orElseThrow().high()).isCloseTo(0.96, within(0.01));
  }

  @Test
  void theSameSeedGivesTheSameIntervalAndAnotherOneAnother() {
    double[] values = {1, 4, 2, 8, 5, 7, 1, 1, 9};
    assertThat(mean(values, 7)).isEqualTo(mean(values, 7)).isNotEqualTo(mean(values, 8));
  }

  @Test
  void aMeasureThatIsNotDefinedHasNoEstimate() {
    assertThat(new Bootstrap(100, 1).estimate(5, _ -> OptionalDouble.empty())).isEmpty();
  }

  @Test
  void aMeasureThatMostDrawsDoNotDefineHasNoInterval() {
    Estimate estimate =
        new Bootstrap(100, 1)
            .estimate(
                5,
                items ->
                    Arrays.stream(items).distinct().count() == 5
                        ? OptionalDouble.of(1)
                        : OptionalDouble.empty())
            .orElseThrow();
    assertThat(estimate.value()).isEqualTo(1);
    assertThat(estimate.interval()).isEmpty();
  }

  @Test
  void tooFewDrawsAreRefused() {
    assertThatThrownBy(() -> new Bootstrap(99, 1))
        .hasMessage("resamples is 99, must be 100 or more");
  }

  private static Estimate mean(double[] values, long seed) {
    return new Bootstrap(200, seed)
        .estimate(values.length, items -> Arrays.stream(pick(values, items)).average())
        .orElseThrow();
  }

  private static double[] pick(double[] values, int[] items) {
    return Arrays.stream(items).mapToDouble(item -> values[item]).toArray();
  }
}
