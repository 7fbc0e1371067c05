package io.gavel.cli.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.TestRecords;
import io.gavel.cli.text.TerminalText;
import io.gavel.schema.Feedback;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Judgement;
import io.gavel.schema.Preferred;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
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
            "feedback", "alerts", "rewards", "dead-letters", "generations", "judge-requests");
    View<Generation> generations = view("generations");
    assertThat(generations.cells().apply(TestRecords.generation("g1").build()))
        .hasSameSizeAs(generations.columns());
    View<JudgeRequest> requests = view("judge-requests");
    assertThat(requests.cells().apply(TestRecords.judgeRequest("g1").build()))
        .hasSameSizeAs(requests.columns())
        .contains("resolution", "no", "monitoring");
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
