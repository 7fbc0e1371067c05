package io.gavel.simulator.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.gavel.config.InvalidConfigException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeaningTest {
  private static double mean(Leaning leaning, int score, Duration elapsed) {
    return IntStream.range(0, 4_000)
        .map(i -> leaning.lean(score, elapsed, "prompt " + i))
        .average()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void withoutAnyLeaningAScoreStaysAsItIs(int score) {
    assertThat(mean(Leaning.NONE, score, Duration.ofHours(9))).isEqualTo(score);
  }

  @ParameterizedTest
  @CsvSource({"0.3, 3.3", "-0.7, 2.3", "1, 4", "7, 5", "-7, 1"})
  void aBiasMovesTheMeanByFractionsWithinTheScale(double bias, double mean) {
    Leaning leaning = new Leaning(bias, 0, 0, 0, Duration.ZERO, 0.5, 0);

    assertThat(mean(leaning, 3, Duration.ZERO)).isCloseTo(mean, within(0.03));
  }

  @Test
  void driftGrowsWithTheTimeAndAStepComesAtOnce() {
    Leaning drift = new Leaning(0, 0, -0.5, 0, Duration.ZERO, 0.5, 0);
    Leaning step = new Leaning(0, 0, 0, 1, Duration.ofMinutes(10), 0.5, 0);

    assertThat(mean(drift, 4, Duration.ofMinutes(30))).isCloseTo(3.75, within(0.03));
    assertThat(mean(drift, 4, Duration.ofHours(2))).isCloseTo(3, within(0.03));
    assertThat(mean(step, 2, Duration.ofMinutes(9))).isEqualTo(2);
    assertThat(mean(step, 2, Duration.ofMinutes(10))).isEqualTo(3);
  }

  @Test
  void noiseSpreadsTheScoresAndKeepsTheirMean() {
    Leaning leaning = new Leaning(0, 0.8, 0, 0, Duration.ZERO, 0.5, 0);

    assertThat(mean(leaning, 3, Duration.ZERO)).isCloseTo(3, within(0.05));
    assertThat(IntStream.range(0, 200).map(i -> leaning.lean(3, Duration.ZERO, "p" + i)).distinct())
        .hasSizeGreaterThan(2);
    assertThat(leaning.lean(3, Duration.ZERO, "p")).isEqualTo(leaning.lean(3, Duration.ZERO, "p"));
  }

  @Test
  void whatCannotBeUsedIsNamed() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new Leaning(0, -1, 0, 0, Duration.ZERO, 0.5, 0))
        .withMessage("answers.noise: -1.0 is not allowed: it must be 0 or more");
  }
}
