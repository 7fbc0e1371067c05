package io.gavel.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void anOddNumberHasAMiddle() {
    assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3));
  }

  @Test
  void anEvenNumberHasAMeanOfTheTwoInTheMiddle() {
    assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0)).median()).isEqualTo(2.5);
  }

  @Test
  void whatWasNotMeasuredIsLeftOut() {
    assertThat(Spread.of(List.of(Double.NaN, 1.0))).isEqualTo(new Spread(1, 1, 1));
  }

  @Test
  void nothingMeasuredIsADash() {
    assertThat(Spread.of(List.of()).text(2)).isEqualTo("-");
  }

  @Test
  void theTextShowsTheEndsWhereThereAreAny() {
    assertThat(new Spread(12_345.67, 12_000, 13_000).text(0)).isEqualTo("12,346 (12,000..13,000)");
    assertThat(new Spread(0.5, 0.5, 0.5).text(2)).isEqualTo("0.50");
  }

  @Test
  void aQuantileIsOneOfTheValues() {
    double[] values = {5, 1, 4, 2, 3};

    assertThat(Spread.quantile(values, 0.5)).isEqualTo(3);
    assertThat(Spread.quantile(values, 0.99)).isEqualTo(5);
    assertThat(Spread.quantile(values, 0.2)).isEqualTo(1);
  }
}
