package io.gavel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "100ms, PT0.1S, 100ms",
    "5s, PT5S, 5s",
    "90s, PT1M30S, 90s",
    "10m, PT10M, 10m",
    "2h, PT2H, 2h",
    "7d, PT168H, 7d",
    "0ms, PT0S, 0s",
    "' 5 s', PT5S, 5s",
    "P1D, PT24H, 1d",
    "PT-1S, PT-1S, PT-1S",
    "PT0.0000001S, PT0.0000001S, PT0.0000001S",
  })
  void readsAndWritesWhatPeopleWrite(String text, Duration duration, String written) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
    assertThat(Durations.text(duration)).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "5 minutes", "-5s", "1.5s", "5S5", "999999999999999d"})
  void refusesTheRest(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse(text));
  }
}
