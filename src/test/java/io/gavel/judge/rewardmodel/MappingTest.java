package io.gavel.judge.rewardmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gavel.config.InvalidConfigException;
import io.gavel.judge.kind.KindOptions;
import io.gavel.judge.kind.Scale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingTest {
  private static final Scale SCALE = new Scale(1, 5);

  @ParameterizedTest
  @CsvSource({
    "false, 0, 1, 0, 1",
    "false, 0, 1, 0.5, 3",
    "false, 0, 1, 1, 5",
    "false, 0, 1, 1.0000001, 5",
    "false, 0, 1, -0.0000001, 1",
    "false, -10, 10, 5, 4",
    "false, 1, 0, 0.25, 4",
    "true, 0, 1, 0, 3",
    "true, 0, 1, 1.0986122886681098, 4",
    "true, 0, 1, 1000, 5",
    "true, 0, 1, -1000, 1"
  })
  void aRewardIsLinearOnTheScale(
      boolean sigmoid, double lowest, double highest, double reward, double score) {
    assertThat(new Mapping(sigmoid, lowest, highest, false).score(reward, SCALE).orElseThrow())
        .isCloseTo(score, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1.00001, 5", "0, 1, -0.00001, 1", "1, 0, 1.5, 1", "1, 0, -0.5, 5"})
  void aRewardBeyondTheRangeHasNoScoreUnlessItIsClamped(
      double lowest, double highest, double reward, double clamped) {
    assertThat(new Mapping(false, lowest, highest, false).score(reward, SCALE)).isEmpty();
    Mapping clamping = new Mapping(false, lowest, highest, true);
    assertThat(clamping.score(reward, SCALE)).hasValue(clamped);
    assertThat(clamping.clamps(reward)).isTrue();
    assertThat(clamping.clamps((lowest + highest) / 2)).isFalse();
  }

  @Test
  void theRangeMustBeSetUnlessASigmoidSetsIt() {
    assertThat(of(Map.of("sigmoid", "true"))).isEqualTo(new Mapping(true, 0, 1, false));
    assertThat(of(Map.of("lowest", "-3", "highest", "4.5", "beyond", "clamp")))
        .isEqualTo(new Mapping(false, -3, 4.5, true));
    assertThatThrownBy(() -> of(Map.of("highest", "1")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "judge.profiles.mine.asking.options.lowest: '' is not allowed: it must be the reward that is the scale's lowest level, such as 0 or 1");
    assertThatThrownBy(() -> of(Map.of("lowest", "1", "highest", "1")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageEndingWith("it must be another number than lowest");
    assertThatThrownBy(() -> of(Map.of("lowest", "NaN", "highest", "1")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageEndingWith("it must be a finite number");
  }

  private static Mapping of(Map<String, String> options) {
    return Mapping.of(new KindOptions("mine", options));
  }
}
