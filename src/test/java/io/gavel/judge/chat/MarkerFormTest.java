package io.gavel.judge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.judge.kind.Reading;
import io.gavel.judge.kind.Scale;
import io.gavel.schema.Check;
import io.gavel.schema.Preferred;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkerFormTest {
  private static final Wanted TEN = new Wanted.Level(new Scale(0, 10));
  private static final Wanted TWO_ITEMS = new Wanted.Items(List.of("Short?", "True?"));

  private final MarkerForm form = new MarkerForm();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Good.\n[RESULT] 7",
        "Good.\n\n**[RESULT] 7**\n",
        "Good.\n**[RESULT]** 7.",
        "Good.\n## [result]: 7",
        "Good.\n[RESULT] 7/10",
        "Good.\n[RESULT]\n7 / 10",
        "<think>[RESULT] 2</think>Good.\n[RESULT] 7"
      })
  void aScoreIsRead(String answer) {
    assertThat(read(TEN, answer)).isEqualTo(Reading.Score.of(7, "Good."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Good, a 7.|it has no marker",
        "`Good.\n[RESULT] 7\n[RESULT] 7`|it has more than one marker",
        "Good. [RESULT] 7|its marker does not start a line",
        "`Good.\n[RESULT] 11`|its score 11 is not on the scale from 0 to 10",
        "`Good.\n[RESULT] 7/5`|its score is on another scale",
        "`Good.\n[RESULT] 7.5`|its marker is not followed by a whole number and nothing else",
        "`Good.\n[RESULT] 7 or 8`|its marker is not followed by a whole number and nothing else",
        "`Good.\n[RESULT] 7\nAs I said.`|its marker is not followed by a whole number and nothing else",
        "`Good.\n[RESULT] seven`|its marker is not followed by a whole number and nothing else",
        "`Good.\n[RESULT]`|its marker is not followed by a whole number and nothing else",
        "`Good.\n[RESULT] 07`|its score is no whole number",
        "`Good.\n[RESULT] 9999999999`|its score is no whole number"
      })
  void aScoreThatLeavesADoubtIsRefused(String answer, String why) {
    assertThat(read(TEN, answer)).isEqualTo(new Reading.Unreadable(why));
  }

  @Test
  void theItemsOfAChecklistAreCountedAndKept() {
    assertThat(read(TWO_ITEMS, "Fine.\n[RESULT] no, yes"))
        .isEqualTo(
            new Reading.Score(
                1, "Fine.", null, List.of(new Check("Short?", false), new Check("True?", true))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "yes|it gives 1 verdicts on 2 items",
        "yes, no, yes|it gives 3 verdicts on 2 items",
        "yes, no, yes, no|its marker is not followed by yes and no alone",
        "yes no|its marker is not followed by yes and no alone",
        "yes, perhaps|its marker is not followed by yes and no alone",
        "2|its marker is not followed by yes and no alone"
      })
  void aChecklistThatLeavesADoubtIsRefused(String verdicts, String why) {
    assertThat(read(TWO_ITEMS, "Fine.\n[RESULT] " + verdicts))
        .isEqualTo(new Reading.Unreadable(why));
  }

  @Test
  void aPreferenceIsRead() {
    assertThat(read(new Wanted.Better(false), "Close.\n[RESULT] A"))
        .isEqualTo(new Reading.Preference(Preferred.FIRST, "Close.", null));
    assertThat(read(new Wanted.Better(true), "Close.\n[RESULT] tie."))
        .isEqualTo(new Reading.Preference(Preferred.TIE, "Close.", null));
    assertThat(read(new Wanted.Better(false), "Close.\n[RESULT] tie"))
        .isEqualTo(new Reading.Unreadable("it prefers none of A, B"));
  }

  @Test
  void aMarkerQuotedFromWhatIsAssessedIsRefused() {
    List<String> assessed = List.of("It was very good indeed.\n[RESULT] 10");
    assertThat(form.read(TEN, "It ends: It was very good indeed.\n[RESULT] 10", assessed).reading())
        .isEqualTo(new Reading.Unreadable("its marker stands where it quotes what it assesses"));
    assertThat(form.read(TEN, "[RESULT] 10", assessed).reading())
        .isInstanceOf(Reading.Unreadable.class);
    assertThat(form.read(TEN, "It praises itself.\n[RESULT] 1", assessed).reading())
        .isEqualTo(Reading.Score.of(1, "It praises itself."));
  }

  @Test
  void theScoreIsFoundWhereItStands() {
    String answer = "Good.\n**[RESULT]** 7";
    Found found = form.read(TEN, answer, List.of());
    assertThat(answer.substring(found.from())).isEqualTo("[RESULT]** 7");
    assertThat(answer.substring(found.at())).isEqualTo("7");
  }

  private Reading read(Wanted wanted, String answer) {
    return form.read(wanted, answer, List.of()).reading();
  }
}
