package io.gavel.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KrippendorffAlphaTest {
  private static final Offset<Double> PRINTED = within(0.0005);

  /// Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, example C: four observers,
  /// twelve units, gaps. Nominal .743, ordinal .815, interval .849.
  private static final double[][] KRIPPENDORFF = {
    run("1 2 3 3 2 1 4 1 2 . . ."),
    run("1 2 3 3 2 2 4 1 2 5 . 3"),
    run(". 3 3 3 2 3 4 2 2 5 1 ."),
    run("1 2 3 3 2 4 4 1 2 5 1 ."),
  };

  /// Wikipedia, Krippendorff's alpha: three coders, fifteen units. Nominal 0.691, interval 0.811.
  private static final double[][] WIKIPEDIA = {
    run(". . . . . 3 4 1 2 1 1 3 3 . 3"),
    run("1 . 2 1 3 3 4 3 . . . . . . ."),
    run(". . 2 1 3 4 4 . 2 1 1 3 3 . 4"),
  };

  @Test
  void alphaIsThatOfKrippendorffsExample() {
    assertThat(KrippendorffAlpha.NOMINAL.of(KRIPPENDORFF).orElseThrow()).isCloseTo(0.743, PRINTED);
    assertThat(KrippendorffAlpha.ORDINAL.of(KRIPPENDORFF).orElseThrow()).isCloseTo(0.815, PRINTED);
    assertThat(KrippendorffAlpha.INTERVAL.of(KRIPPENDORFF).orElseThrow()).isCloseTo(0.849, PRINTED);
  }

  @Test
  void alphaIsThatOfTheEncyclopedia() {
    assertThat(KrippendorffAlpha.NOMINAL.of(WIKIPEDIA).orElseThrow()).isCloseTo(0.691, PRINTED);
    assertThat(KrippendorffAlpha.INTERVAL.of(WIKIPEDIA).orElseThrow()).isCloseTo(0.811, PRINTED);
  }

  @ParameterizedTest
  @EnumSource
  void valuesMayBeAContinuum(KrippendorffAlpha alpha) {
    double[] run = IntStream.range(0, 100_000).mapToDouble(i -> i / 7.0).toArray();
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> assertThat(alpha.of(run, run).orElseThrow()).isCloseTo(1, within(1e-9)));
  }

  @ParameterizedTest
  @EnumSource
  void runsThatAgreeHaveAlphaOne(KrippendorffAlpha alpha) {
    assertThat(alpha.of(run("1 2 3"), run("1 2 3")).orElseThrow()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void whereNothingCanBeComparedThereIsNoAlpha(KrippendorffAlpha alpha) {
    assertThat(alpha.of()).isEmpty();
    assertThat(alpha.of(run("1 2 3"))).isEmpty();
    assertThat(alpha.of(run("1 . 3"), run(". 2 ."))).isEmpty();
    assertThat(alpha.of(run("2 2 2"), run("2 2 2"))).isEmpty();
  }

  private static double[] run(String values) {
    return Arrays.stream(values.split(" "))
        .mapToDouble(value -> value.equals(".") ? Double.NaN : Double.parseDouble(value))
        .toArray();
  }
}
