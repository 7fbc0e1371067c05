package io.gavel.cli.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.TestRecords;
import io.gavel.cli.text.TerminalText;
import io.gavel.schema.Feedback;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Judgement;
import io.gavel.schema.Preference;
import io.gavel.schema.Preferred;
import io.gavel.schema.RankedCandidate;
import io.gavel.schema.Ranking;
import io.gavel.schema.ScoreBucket;
import io.gavel.schema.ScoreWindow;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class TablePrinterTest {
  private final StringWriter text = new StringWriter();

  @Test
  void rowsStandUnderTheirHeadings() {
    print(
        120,
        feedback(4, false, "It is\ncorrect.").build(),
        feedback(5, false, "So is this.").build());
    assertThat(text.toString())
        .isEqualToNormalizingNewlines(
            """
            TIME      APPLICATION         MODEL               RUBRIC              SCORE    FEEDBACK
            %s
            Sunday, 22 November 2026
            11:00:00  support-assistant   heron-8b            clarity             4/5      It is correct.
            11:00:00  support-assistant   heron-8b            clarity             5/5      So is this.
            """
                .formatted("─".repeat(120)));
  }

  @Test
  void aStandInsScoreIsMarkedAndExplainedOnce() {
    print(120, feedback(4, true, "a").build(), feedback(3, true, "b").build());
    assertThat(text.toString().lines().toList().subList(3, 6))
        .satisfiesExactly(
            row -> assertThat(row).contains("  4/5*  "),
            footnote -> assertThat(footnote).isEqualTo("* a stand-in judge, not a model"),
            row -> assertThat(row).contains("  3/5*  "));
    assertThat(text.toString().lines()).hasSize(6);
  }

  @Test
  void aNewDayGetsALineOfItsOwn() {
    Judgement tomorrow =
        Judgement.newBuilder(TestRecords.judgement(4))
            .setJudgedAt(Instant.parse("2026-11-22T23:30:00Z"))
            .build();
    print(
        120,
        feedback(4, false, "a").build(),
        feedback(4, false, "b").setJudgement(tomorrow).build());
    assertThat(text.toString().lines().toList())
        .contains("Sunday, 22 November 2026", "Monday, 23 November 2026");
    assertThat(text.toString()).contains("\n00:30:00  ");
  }

  @Test
  void noRowIsWiderThanTheTerminalAndNothingSteersIt() {
    for (int columns : new int[] {60, 80, 100, 160, 250}) {
      print(
          columns,
          feedback(4, true, "日本語\u001B[2J\u202E".repeat(200))
              .setApplication("\u001B]0;x\u0007".repeat(30))
              .setModel("m".repeat(300))
              .setRubricId("日".repeat(100))
              .build());
      assertThat(text.toString().lines())
          .allSatisfy(line -> assertThat(TerminalText.width(line)).isLessThanOrEqualTo(columns));
      assertThat(text.toString()).doesNotContain("\u001B", "\u0007", "\u202E");
      text.getBuffer().setLength(0);
    }
  }

  @Test
  void aVerdictOnAPairStandsInThePlaceOfAScore() {
    print(120, feedback(4, false, "a").setScore(null).setPreferred(Preferred.SECOND).build());
    assertThat(text.toString()).contains("  second   a");
  }

  @Test
  void everyViewFillsEveryColumn() {
    assertThat(Views.names())
        .containsExactly(
            "feedback",
            "alerts",
            "preferences",
            "rankings",
            "rewards",
            "score-windows",
            "dead-letters",
            "generations",
            "judge-requests");
    View<Generation> generations = view("generations");
    assertThat(generations.cells().apply(TestRecords.generation("g1").build()))
        .hasSameSizeAs(generations.columns());
    View<JudgeRequest> requests = view("judge-requests");
    assertThat(requests.cells().apply(TestRecords.judgeRequest("g1").build()))
        .hasSameSizeAs(requests.columns())
        .contains("resolution", "no", "monitoring");
  }

  @Test
  void aPreferenceSaysWhichModelWasBetterAndWhetherPositionSwayedTheJudge() {
    View<Preference> view = view("preferences");
    Preference preference = preference().build();
    assertThat(view.cells().apply(preference))
        .hasSameSizeAs(view.columns())
        .containsExactly("better-of-two", "c1", "heron-8b", "wren-3b", "better", "A is right.");
    assertThat(view.cells().apply(preference().setTie(true).build())).contains("tie");
    assertThat(
            view.cells()
                .apply(preference().setTie(true).setOrdersAgreed(false).setStandIn(true).build()))
        .contains("tie swayed*");
  }

  @Test
  void aRankingNamesItsCandidatesStrongestFirst() {
    View<Ranking> view = view("rankings");
    Ranking.Builder ranking =
        Ranking.newBuilder()
            .setCandidateGroup("c1")
            .setRubricId("better-of-two")
            .setRubricVersion(1)
            .setCandidates(
                List.of(
                    new RankedCandidate("g2", "heron-8b", 0.75, 2, 0, 0),
                    new RankedCandidate("g1", "wren-3b", 0.25, 0, 2, 0)))
            .setPairs(2)
            .setPairsOfGroup(3)
            .setComplete(false)
            .setOrdersDisagreed(1)
            .setStandIn(false)
            .setRankedAt(TestRecords.CREATED_AT);
    assertThat(view.cells().apply(ranking.build()))
        .hasSameSizeAs(view.columns())
        .containsExactly(
            "better-of-two", "c1", "2/3", "1", "incomplete: heron-8b 0.75 (g2), wren-3b 0.25 (g1)");
  }

  @Test
  void aScoreWindowShowsItsMeanWithItsErrorAndTheLevelsThatHaveScores() {
    View<ScoreWindow> view = view("score-windows");
    ScoreWindow.Builder window =
        ScoreWindow.newBuilder()
            .setApplication("support-assistant")
            .setModel("heron-8b")
            .setRubricId("resolution")
            .setTags(Map.of("channel", "web"))
            .setWindowStart(TestRecords.CREATED_AT)
            .setWindowEnd(TestRecords.CREATED_AT.plusSeconds(60))
            .setCount(3)
            .setWeight(3)
            .setEffectiveSampleSize(3)
            .setMean(11 / 3.0)
            .setStandardError(1 / 3.0)
            .setBuckets(
                List.of(
                    new ScoreBucket(3, 1L, 1.0),
                    new ScoreBucket(4, 2L, 2.0),
                    new ScoreBucket(5, 0L, 0.0)))
            .setDeadLetters(2)
            .setStandIn(true);
    assertThat(view.cells().apply(window.build()))
        .hasSameSizeAs(view.columns())
        .containsExactly(
            "support-assistant",
            "heron-8b",
            "resolution",
            "1m",
            "3.67±0.33*",
            "3",
            "2",
            "3:1 4:2 channel=web");
    assertThat(view.cells().apply(window.setMean(null).setStandardError(null).build()))
        .contains("-*");
  }

  private static Preference.Builder preference() {
    return Preference.newBuilder()
        .setCandidateGroup("c1")
        .setRubricId("better-of-two")
        .setRubricVersion(1)
        .setInstruction("How long can I return a lamp?")
        .setChosenGenerationId("g1")
        .setChosenResponse("30 days.")
        .setChosenModel("heron-8b")
        .setRejectedGenerationId("g2")
        .setRejectedResponse("Never.")
        .setRejectedModel("wren-3b")
        .setTie(false)
        .setOrdersAgreed(true)
        .setFeedback("A is right.")
        .setFeedbackReversed("B is right.")
        .setRequestIds(List.of("r1", "r2"))
        .setStandIn(false)
        .setDecidedAt(TestRecords.CREATED_AT);
  }

  @SuppressWarnings("unchecked") // the name says the class
  private static <T extends SpecificRecord> View<T> view(String name) {
    return (View<T>) Views.of(name).orElseThrow();
  }

  private void print(int columns, Feedback... rows) {
    TablePrinter<Feedback> printer =
        new TablePrinter<>(
            Views.FEEDBACK, columns, ZoneId.of("Europe/Berlin"), new PrintWriter(text));
    for (Feedback row : rows) {
      printer.print(row);
      printer.endOfBatch();
    }
  }

  static Feedback.Builder feedback(int score, boolean standIn, String words) {
    return Feedback.newBuilder()
        .setRequestId("q1")
        .setGenerationId("g1")
        .setApplication("support-assistant")
        .setModel("heron-8b")
        .setGeneratedAt(TestRecords.CREATED_AT)
        .setRubricId("clarity")
        .setRubricVersion(1)
        .setScore(score)
        .setMeanScore((double) score)
        .setLevelProbabilities(List.of(0.5, 0.5))
        .setFeedback(words)
        .setJudgement(
            Judgement.newBuilder(TestRecords.judgement(score)).setStandIn(standIn).build());
  }
}
