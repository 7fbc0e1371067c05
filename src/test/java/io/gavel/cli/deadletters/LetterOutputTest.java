package io.gavel.cli.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.cli.tail.RecordJson;
import io.gavel.cli.text.TerminalText;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.SourceHeader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LetterOutputTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final String HOSTILE = "\u001B[2J\u202E evil\n".repeat(40);

  @Test
  void aRowSaysWhatItIsAboutAndThenWhy() {
    LetterTable table = new LetterTable(80, BERLIN);

    assertThat(table.header().getFirst())
        .isEqualTo("FAILED          ID        REASON              APPLICATION  MODEL      RUBRIC");
    assertThat(table.rows(Letters.judge("0123456789").build(), null))
        .containsExactly(
            "11-22 11:00:00  01234567  unreadable_answer   support      heron-8b   clarity",
            "    The answer has no score.");
    assertThat(table.rows(Letters.judge("0123").setModel(null).build(), Letters.FAILED_AT))
        .containsExactly(
            "11-22 11:00:00  0123      unreadable_answer   support      -          clarity",
            "    sent again 11-22 11:00:00; The answer has no score.");
  }

  @Test
  void nothingInALetterSteersTheTerminalOrLeavesTheLine() {
    DeadLetter letter =
        Letters.judge(HOSTILE)
            .setReason(HOSTILE)
            .setStage(HOSTILE)
            .setDetail(HOSTILE)
            .setApplication(HOSTILE)
            .setModel(HOSTILE)
            .setRubricId(HOSTILE)
            .setGenerationId(HOSTILE)
            .setRequestId(HOSTILE)
            .setRawAnswer(HOSTILE)
            .setSourceTopic(HOSTILE)
            .setSourceKey(Letters.bytes(HOSTILE))
            .setSourceHeaders(List.of(new SourceHeader(HOSTILE, Letters.bytes(HOSTILE))))
            .build();
    RetryPlan plan = new RetryPlan();
    plan.add(letter);
    plan.addImpossible(letter, HOSTILE);
    LetterSummary summary = new LetterSummary();
    summary.add(letter);
    LetterText text = new LetterText(80, BERLIN, new RecordJson(false));

    List<String> bounded =
        Stream.of(
                new LetterTable(80, BERLIN).rows(letter, null),
                text.lines(letter, null, new Source.Missing(HOSTILE)),
                text.lines(
                    letter,
                    null,
                    new Source.Unreadable(HOSTILE.getBytes(StandardCharsets.UTF_8), HOSTILE)))
            .flatMap(List::stream)
            .toList();
    assertThat(bounded)
        .allSatisfy(line -> {
          assertThat(line.codePoints()).noneMatch(TerminalText::isUnsafe);
          assertThat(TerminalText.width(line)).isLessThanOrEqualTo(80);
        });
    assertThat(Stream.of(plan.lines(), plan.problems(), summary.lines(1)).flatMap(List::stream))
        .allSatisfy(line -> assertThat(line.codePoints()).noneMatch(TerminalText::isUnsafe));
  }

  @Test
  void bytesThatCannotBeReadAreDumpedUpToALimit() {
    LetterText text = new LetterText(80, BERLIN, new RecordJson(false));

    List<String> lines =
        text.lines(
            Letters.judge("d").build(), null, new Source.Unreadable(new byte[1000], "poison"));

    assertThat(lines)
        .contains("The record, which cannot be read: 1000 bytes", "  poison")
        .last()
        .isEqualTo("  ... 744 more bytes");
  }

  @Test
  void theSummaryCountsByReasonAndSaysWhatIsHidden() {
    LetterSummary summary = new LetterSummary();
    assertThat(summary.lines(0)).containsExactly("there are no dead letters");

    summary.addSentAgain();
    summary.addOther();
    summary.addOther();
    assertThat(summary.lines(0))
        .containsExactly(
            "no dead letters to show",
            "1 more was sent again, see --all; 2 more are left out by the filters");

    summary.add(Letters.judge("1").build());
    summary.add(Letters.enrich("2").build());
    summary.add(Letters.enrich("3").build());
    assertThat(summary.lines(2))
        .containsExactly(
            "3 dead letters: 2 rubric_missing, 1 unreadable_answer",
            "the newest 2 are shown, --limit 0 shows every one; 1 more was sent again, see --all;"
                + " 2 more are left out by the filters");
  }

  @Test
  void thePlanNamesTheMostFrequentKindsFirstAndNotEveryOne() {
    RetryPlan plan = new RetryPlan();
    plan.add(Letters.judge("1").build());
    plan.add(Letters.enrich("2").setApplication(null).build());
    plan.add(Letters.enrich("3").setApplication(null).build());
    plan.addAlreadyRetried();
    for (int i = 0; i < 30; i++) {
      plan.addImpossible(Letters.judge("0123456789").build(), "it is gone");
    }

    assertThat(plan.lines())
        .containsExactly(
            "       2  rubric_missing       -", "       1  unreadable_answer    support");
    assertThat(plan.problems())
        .hasSize(21)
        .contains("not retriable: 01234567: it is gone", "not retriable: and 10 more");
    assertThat(plan.counts()).isEqualTo("retried=3 already_retried=1 not_retriable=30");
  }

  @Test
  void theNewestAreKeptAndThoseForATableWithoutTheirRecords() {
    Newest newest = new Newest(2, false);
    for (int i : new int[] {3, 1, 4, 2}) {
      Instant failedAt = Letters.FAILED_AT.plusSeconds(i);
      newest.add(Letters.judge("d" + i).setFailedAt(failedAt).setRawAnswer("x").build());
    }

    assertThat(newest.oldestFirst())
        .extracting(DeadLetter::getDeadLetterId)
        .containsExactly("d3", "d4");
    assertThat(newest.oldestFirst())
        .allSatisfy(letter -> {
          assertThat(letter.getSourceValue()).isEmpty();
          assertThat(letter.getRawAnswer()).isEmpty();
        });
  }
}
