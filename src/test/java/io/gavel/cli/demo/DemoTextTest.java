package io.gavel.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.cli.text.TerminalText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoTextTest {
  private static final Style PLAIN = new Style(false, true);
  private final Tally tally = new Tally();

  private static DemoText text(int width) {
    return new DemoText(PLAIN, width, ZoneOffset.UTC);
  }

  @Test
  void aStandInsScoreIsMarkedAndTheMarkExplained() {
    tally.judged(DemoRecords.feedback("a", 4).build());

    assertThat(text(100).latest(tally, 5))
        .containsExactly(
            "Latest scores, with the judge's words",
            "  time      score  application  model     rubric   ",
            "  12:00:00  4/5*   support      heron-8b  clarity  ",
            "            It is clear.",
            "  * by a stand-in, not a model: it shows that the pipeline works, nothing about the"
                + " response");
    assertThat(text(100).scoreboard(tally, null).getLast()).contains("4.00*");
  }

  @Test
  void aRealJudgesScoreHasNoMark() {
    var feedback = DemoRecords.feedback("a", 4);
    feedback.getJudgementBuilder().setStandIn(false);
    tally.judged(feedback.build());

    assertThat(String.join("\n", text(100).latest(tally, 5))).contains("4/5").doesNotContain("*");
    assertThat(String.join("\n", text(100).scoreboard(tally, null))).doesNotContain("*");
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 100, 160})
  void noLineIsWiderThanTheTerminal(int width) {
    tally.judged(
        DemoRecords.feedback("a", 4).setFeedback("A long word of praise. ".repeat(60)).build());
    tally.died(DemoRecords.deadLetter("b", "g"));
    DemoText text = text(width);

    assertThat(text.latest(tally, 5).subList(0, 5))
        .allMatch(line -> TerminalText.width(line) <= width);
    assertThat(text.funnel(tally, Map.of("no_policy", 3L), 1))
        .allMatch(line -> TerminalText.width(line) <= width);
  }

  @Test
  void theJudgesWordsCannotSteerTheTerminal() {
    tally.judged(DemoRecords.feedback("a", 4).setFeedback("fine\u001b[2J\nand\tgood").build());

    assertThat(String.join("\n", text(100).latest(tally, 5)))
        .contains("fine\uFFFD[2J and good")
        .doesNotContain("\u001b");
  }

  @Test
  void theFunnelSaysWhyGenerationsWereNotJudged() {
    tally.sent(DemoRecords.generation("g"));
    tally.died(DemoRecords.deadLetter("b", "g"));

    assertThat(String.join("\n", text(120).funnel(tally, Map.of("no_policy", 3L), 2)))
        .contains("1 generations sent")
        .contains("3 not judged: no_policy (no policy selects")
        .contains("2 waiting for a rubric")
        .contains("1 dead letters: context_too_long: too long");
  }

  @Test
  void theExactCommandsToLookAroundAreGiven() {
    URI control = URI.create("http://127.0.0.1:9999");

    assertThat(
            text(100)
                .next(
                    "127.0.0.1:9092",
                    "http://127.0.0.1:8081",
                    URI.create("http://127.0.0.1:9400"),
                    Optional.of(control)))
        .anyMatch(line -> line.startsWith("Open http://127.0.0.1:9400 in a browser"))
        .anyMatch(line -> line.startsWith("  curl http://127.0.0.1:9400/metrics "))
        .anyMatch(line -> line.startsWith("  curl http://127.0.0.1:9400/health/ready "))
        .contains(
            "  export GAVEL_KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:9092",
            "  export GAVEL_REGISTRY_URL=http://127.0.0.1:8081",
            "  curl -X POST http://127.0.0.1:9999/judges/1/stop     judge 1 goes down; the rest, by number, likewise",
            "  curl -X POST http://127.0.0.1:9999/judges/1/start    and comes back");
  }

  @Test
  void aRealJudgeIsNotSaidToBeStoppable() {
    assertThat(
            String.join(
                "\n",
                text(100)
                    .next(
                        "127.0.0.1:9092",
                        "http://127.0.0.1:8081",
                        URI.create("http://127.0.0.1:9400"),
                        Optional.empty())))
        .doesNotContain("curl -X POST");
  }

  @Test
  void withoutATerminalThereIsNoLiveLineAndNoEscapeSequence() {
    StringWriter out = new StringWriter();
    Screen screen = new Screen(new PrintWriter(out), false, PLAIN, () -> 120);

    screen.live("working");
    screen.print(List.of("one", "two"));
    screen.clear();

    assertThat(out.toString()).isEqualToNormalizingNewlines("one\ntwo\n");
  }

  @Test
  void onATerminalTheLiveLineIsErasedBeforeALineThatStays() {
    StringWriter out = new StringWriter();
    Screen screen = new Screen(new PrintWriter(out), true, PLAIN, () -> 100);

    screen.live("working");
    screen.print("done");

    assertThat(out.toString()).isEqualToNormalizingNewlines("\r\u001b[2Kworking\r\u001b[2Kdone\n");
  }

  @Test
  void barsAreDigitsWhereTheEncodingHasNoMore() {
    assertThat(new Style(false, true).bar(1)).isEqualTo("█");
    assertThat(new Style(false, false).bar(1)).isEqualTo("8");
    assertThat(new Style(true, true).bold("x")).isEqualTo("\u001b[1mx\u001b[0m");
    assertThat(new Style(false, true).bold("x")).isEqualTo("x");
  }
}
