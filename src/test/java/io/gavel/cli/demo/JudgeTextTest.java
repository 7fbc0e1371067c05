package io.gavel.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.cli.text.TerminalText;
import io.gavel.judge.pool.BreakerState;
import io.gavel.judge.pool.EndpointStatus;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTextTest {
  private static JudgeText text(int width) {
    return new JudgeText(new Style(false, true), width, ZoneOffset.UTC);
  }

  @Test
  void theTableSaysOfEachJudgeWhatItHasAndWhyItGetsFewer() {
    assertThat(
            text(80)
                .table(
                    List.of(
                        TestingJudges.closed(40001),
                        TestingJudges.open(40002),
                        TestingJudges.halfOpen(40003))))
        .containsExactly(
            "Judges",
            "     endpoint                   in flight  limit  breaker                   ",
            "  1  http://127.0.0.1:40001/v1          3     32  closed: takes calls       ",
            "  2  http://127.0.0.1:40002/v1          0      8  open: left alone          ",
            "     cannot be connected to",
            "  3  http://127.0.0.1:40003/v1          1      8  half open: one call to try",
            "     answered 500");
  }

  @Test
  void aJudgeLeftAloneIsNamedWithTheCauseAndWithWhatGoesOn() {
    EndpointStatus judge = TestingJudges.open(40002);

    assertThat(text(80).leftAlone(DemoRecords.NOON, 2, judge, 1))
        .containsExactly(
            "12:00:00  judge 2 is left alone, its breaker is open: the scores go on through the"
                + " one left",
            "          http://127.0.0.1:40002/v1 cannot be connected to");
    assertThat(text(80).leftAlone(DemoRecords.NOON, 2, judge, 3).getFirst())
        .endsWith("through the 3 left");
    assertThat(text(80).leftAlone(DemoRecords.NOON, 2, judge, 0).getFirst()).endsWith("is open");
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 100, 160})
  void aCauseFromOutsideIsOneLineThatFitsAndCannotSteerTheTerminal(int width) {
    EndpointStatus judge =
        new EndpointStatus(
            "prometheus",
            "http://127.0.0.1:40001/v1",
            BreakerState.OPEN,
            8,
            0,
            "http://127.0.0.1:40001/v1 answered 500 \u001b[2J\nand" + " more words".repeat(40));

    List<String> lines = text(width).table(List.of(judge));

    assertThat(lines).hasSize(4).allMatch(line -> TerminalText.width(line) <= width);
    assertThat(lines.getLast()).contains("answered 500 \uFFFD[2J and").endsWith("…");
    assertThat(text(width).leftAlone(DemoRecords.NOON, 1, judge, 0))
        .hasSize(2)
        .allMatch(line -> TerminalText.width(line) <= width);
  }
}
