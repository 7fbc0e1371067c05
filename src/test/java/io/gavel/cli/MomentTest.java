package io.gavel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MomentTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "2h, 2026-11-22T08:00:00Z",
    "0s, 2026-11-22T10:00:00Z",
    "2026-11-21, 2026-11-20T23:00:00Z",
    "2026-11-21T09:30:00Z, 2026-11-21T09:30:00Z",
    "2026-11-21T09:30:00+02:00, 2026-11-21T07:30:00Z",
  })
  void timesAreReadAsPeopleWriteThem(String text, Instant instant) {
    assertThat(Moment.parse(text, NOW, ZoneId.of("Europe/Berlin"))).contains(instant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2026-11-21T09:30:00", "2026-13-01", "99999999999999d"})
  void noOtherTextIsATime(String text) {
    assertThat(Moment.parse(text, NOW, ZoneId.of("UTC"))).isEmpty();
  }
}
