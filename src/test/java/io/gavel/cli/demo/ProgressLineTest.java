package io.gavel.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.judge.pool.EndpointStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressLineTest {
  private static final List<EndpointStatus> JUDGES =
      List.of(TestingJudges.open(1), TestingJudges.closed(2));

  private static String line(int width, boolean colour) {
    Tally.Counts counts = new Tally.Counts(1000, 3, 2000, 1890, 10, 2, 0, 0, 0);
    return new ProgressLine(new Style(colour, true), width)
        .line(counts, 1, JUDGES, 123.4, 9.9, true);
  }

  @Test
  void everythingIsInItWhereThereIsRoom() {
    assertThat(line(160, false))
        .startsWith(
            "123 s  generations 1000  judge requests 2000  feedback 1890  under way 100"
                + "  judges 1 of 2 up  waiting 1  dead letters 12  9.9/s  ━━━");
  }

  @Test
  void aNarrowTerminalKeepsWhatShowsWhetherScoresGoOn() {
    assertThat(line(80, false))
        .isEqualTo("123 s  judge requests 2000  feedback 1890  under way 100  judges 1 of 2 up");
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 60, 80, 100, 110, 160})
  void itIsNarrowerThanTheTerminal(int width) {
    assertThat(line(width, false)).hasSizeLessThan(width);
  }

  @Test
  void coloursTakeNoRoom() {
    assertThat(line(80, true).replaceAll("\u001b\\[\\d+m", "")).isEqualTo(line(80, false));
    assertThat(line(80, true)).contains("\u001b[31mjudges 1 of 2 up\u001b[0m");
  }

  @Test
  void thePaceIsThatOfTheLastTenSeconds() {
    Pace pace = new Pace(DemoRecords.NOON);

    assertThat(pace.perSecond(DemoRecords.NOON.plusSeconds(5), 50)).isEqualTo(10);
    assertThat(pace.perSecond(DemoRecords.NOON.plusSeconds(10), 150)).isEqualTo(15);
    assertThat(pace.perSecond(DemoRecords.NOON.plus(Duration.ofSeconds(15)), 150)).isEqualTo(10);
    assertThat(pace.perSecond(DemoRecords.NOON.plus(Duration.ofSeconds(25)), 150)).isZero();
  }
}
