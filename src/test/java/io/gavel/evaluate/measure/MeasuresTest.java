package io.gavel.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gavel.agreement.Bootstrap;
import io.gavel.agreement.Choice;
import io.gavel.agreement.ConfusionTable;
import io.gavel.deadletter.Reason;
import io.gavel.evaluate.Assessed;
import io.gavel.evaluate.Evaluation;
import io.gavel.evaluate.ItemRequests;
import io.gavel.evaluate.TestingItems;
import io.gavel.evaluate.TestingVerdicts;
import io.gavel.evaluate.data.LabelledItem;
import io.gavel.evaluate.report.Measured;
import io.gavel.evaluate.report.Section;
import io.gavel.judge.Judge;
import io.gavel.judge.Verdict;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Preferred;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MeasuresTest {
  private static final Bootstrap BOOTSTRAP = new Bootstrap(200, 1);

  @Test
  void scoresAreComparedWithTheMeanOfTheRuns() throws InterruptedException {
    Section section = direct(OptionalInt.empty(), Published.NOTHING);
    assertThat(count(section, "items")).isEqualTo(4);
    assertThat(count(section, "verdicts")).isEqualTo(3);
    assertThat(count(section, "without_unreadable_answer")).isEqualTo(1);
    assertThat(value(section, "pearson")).isCloseTo(1, within(1e-9));
    assertThat(value(section, "run_1_pearson")).isLessThan(1);
    // 1.5 and 2.5 are nearest to 2 and 3; the one without a verdict is wrong.
    assertThat(value(section, "exact_agreement")).isEqualTo(0.75);
    ConfusionTable table = section.confusion().orElseThrow();
    assertThat(table.categories()).containsExactly("2", "3", "4", "5");
    assertThat(table.total()).isEqualTo(3);
    assertThat(section.notes())
        .anyMatch(note -> note.startsWith("The label is the mean of 2 runs"));
  }

  @Test
  void oneRunMayBeTheLabel() throws InterruptedException {
    Section section = direct(OptionalInt.of(2), Published.MT_BENCH);
    assertThat(value(section, "exact_agreement")).isEqualTo(0.75);
    assertThat(section.measures()).noneMatch(one -> one.key().startsWith("run_"));
    assertThat(named(section, "spearman").published()).hasValue(0.509);
    assertThat(section.notes())
        .contains("The label is run 2.")
        .anyMatch(note -> note.startsWith("Published, for comparison: Prometheus 2 7B"));
  }

  @Test
  void expectedScoresAndSamplesHaveTheirOwnMeasures() throws InterruptedException {
    Judge judge =
        (request, _) -> {
          int number = number(request);
          return TestingVerdicts.scored(
              number, number, new Verdict.Expectation(number + 0.2, List.of()), number, number);
        };
    Section section =
        DirectMeasures.section(
                assessed(
                    judge,
                    TestingItems.direct(1, 1.0),
                    TestingItems.direct(2, 2.0),
                    TestingItems.direct(3, 3.0)),
                BOOTSTRAP,
                OptionalInt.empty(),
                Published.NOTHING)
            .orElseThrow();
    assertThat(value(section, "expected_pearson")).isCloseTo(1, within(1e-9));
    assertThat(value(section, "samples_krippendorff_alpha_interval")).isEqualTo(1);
  }

  @Test
  void aPairIsJudgedByBothOrders() throws InterruptedException {
    Judge judge =
        (request, _) -> {
          if (request.getComparedTo().isEmpty()) {
            return TestingVerdicts.scored(3, 3, 3);
          }
          String shown = request.getGeneration().getResponse();
          String other = request.getComparedTo().orElseThrow().getResponse();
          return switch (shown.charAt(0) + "" + other.charAt(0)) {
            case "gb" -> TestingVerdicts.compared(Preferred.FIRST);
            case "bg" -> TestingVerdicts.compared(Preferred.SECOND);
            case "xx" -> TestingVerdicts.compared(Preferred.FIRST); // whatever stands first
            default -> TestingVerdicts.unjudged(Reason.UNREADABLE_ANSWER);
          };
        };
    Section section =
        PairMeasures.section(
                assessed(
                    judge,
                    TestingItems.pair(1, "good 1", "bad 1", Choice.FIRST),
                    TestingItems.pair(2, "bad 2", "good 2", Choice.SECOND),
                    TestingItems.pair(3, "x 3", "x 3 too", Choice.FIRST),
                    TestingItems.pair(4, "x 4", "x 4 too", Choice.TIE),
                    TestingItems.pair(5, "unreadable", "no 5", Choice.SECOND)),
                BOOTSTRAP)
            .orElseThrow();
    assertThat(count(section, "pairs")).isEqualTo(5);
    assertThat(count(section, "without_unreadable_answer")).isEqualTo(2);
    assertThat(value(section, "accuracy_with_ties")).isEqualTo(0.6);
    assertThat(value(section, "accuracy_without_ties")).isEqualTo(0.5);
    assertThat(value(section, "one_order_accuracy_with_ties")).isEqualTo(0.6);
    assertThat(value(section, "position_consistency")).isEqualTo(0.5);
    assertThat(count(section, "prefers_first")).isEqualTo(2);
    assertThat(count(section, "prefers_second")).isZero();
    assertThat(count(section, "gap_pairs")).isEqualTo(4);
    assertThat(value(section, "gap_disagreement")).isEqualTo(0.5);
    assertThat(value(section, "gap_direct_accuracy")).isEqualTo(0.2);
    assertThat(value(section, "gap_accuracy_difference")).isCloseTo(0.4, within(1e-12));
    assertThat(section.confusion().orElseThrow().count(0, 2)).isEqualTo(1);
  }

  @Test
  void verdictsThatGoRoundAreNotTransitive() throws InterruptedException {
    Map<String, Preferred> beats =
        Map.of(
            "ab",
            Preferred.FIRST,
            "bc",
            Preferred.FIRST,
            "ca",
            Preferred.FIRST,
            "ba",
            Preferred.SECOND,
            "cb",
            Preferred.SECOND,
            "ac",
            Preferred.SECOND);
    Judge judge =
        (request, _) ->
            request.getComparedTo().isEmpty()
                ? TestingVerdicts.scored(3, 3, 3)
                : TestingVerdicts.compared(
                    beats.getOrDefault(
                        request.getGeneration().getResponse()
                            + request.getComparedTo().orElseThrow().getResponse(),
                        Preferred.TIE));
    Section section =
        PairMeasures.section(
                assessed(
                    judge,
                    TestingItems.pair(1, "a", "b", Choice.FIRST),
                    TestingItems.pair(2, "b", "c", Choice.FIRST),
                    TestingItems.pair(3, "c", "a", Choice.SECOND)),
                BOOTSTRAP)
            .orElseThrow();
    assertThat(count(section, "triples")).isEqualTo(1);
    assertThat(value(section, "transitivity")).isZero();
  }

  @Test
  void labelsOfPairsAreCountedAndTheirCyclesToo() {
    LabelMeasures labels = new LabelMeasures();
    labels.add(TestingItems.pair(1, "a", "b", Choice.FIRST));
    labels.add(TestingItems.pair(2, "b", "c", Choice.TIE));
    labels.add(TestingItems.pair(3, "c", "a", Choice.SECOND));
    labels.add(TestingItems.pair(4, "same", "same", Choice.TIE));
    Section section = labels.sections(BOOTSTRAP).getFirst();
    assertThat(count(section, "pairs")).isEqualTo(4);
    assertThat(value(section, "transitivity")).isEqualTo(1);
    assertThat(section.distribution().orElseThrow().series().getFirst().counts())
        .containsExactly(1L, 1L, 2L);
    assertThat(labels.runs()).isEqualTo(1);
  }

  @Test
  void aSingleRunOfLabelsHasNothingToCompare() {
    LabelMeasures labels = new LabelMeasures();
    labels.add(TestingItems.direct(1, 3.0));
    Section section = labels.sections(BOOTSTRAP).getFirst();
    assertThat(section.notes())
        .containsExactly("Each item has one score: there are no runs to compare.");
  }

  @Test
  void itemsMayLackARunAndScoresMayBeAContinuum() {
    LabelMeasures labels = new LabelMeasures();
    labels.add(TestingItems.direct(1, 3.0, Double.NaN, 3.0));
    labels.add(TestingItems.direct(2, 400.0, 400.0));
    labels.add(TestingItems.direct(3, 5.0, 5.0, 5.0));
    Section section = labels.sections(BOOTSTRAP).getFirst();
    assertThat(value(section, "krippendorff_alpha_nominal")).isEqualTo(1);
    assertThat(value(section, "runs_1_3_pearson")).isCloseTo(1, within(1e-9));
    assertThat(section.distribution()).isEmpty();
  }

  @Test
  void scoresMayBeAsFarApartAsNumbersGo() {
    LabelMeasures labels = new LabelMeasures();
    labels.add(TestingItems.direct(1, 1e19));
    labels.add(TestingItems.direct(2, -2.0));
    assertThat(labels.sections(BOOTSTRAP).getFirst().distribution()).isEmpty();
  }

  private static Section direct(OptionalInt labelRun, Published published)
      throws InterruptedException {
    Judge judge =
        (request, _) ->
            switch (number(request)) {
              case 1 -> TestingVerdicts.scored(2, 1.5, 1, 2);
              case 2 -> TestingVerdicts.scored(3, 2.5, 3, 2);
              case 3 -> TestingVerdicts.scored(5, 5, 5, 5);
              default -> TestingVerdicts.unjudged(Reason.UNREADABLE_ANSWER);
            };
    return DirectMeasures.section(
            assessed(
                judge,
                TestingItems.direct(1, 1.0, 2.0),
                TestingItems.direct(2, 2.0, 3.0),
                TestingItems.direct(3, 5.0, 5.0),
                TestingItems.direct(4, 4.0, 4.0)),
            BOOTSTRAP,
            labelRun,
            published)
        .orElseThrow();
  }

  private static List<Assessed> assessed(Judge judge, LabelledItem... items)
      throws InterruptedException {
    ItemRequests requests = new ItemRequests(Optional.empty(), Optional.empty(), true);
    try (Evaluation evaluation =
        new Evaluation(judge, requests, Optional.empty(), 4, (_, _) -> {})) {
      for (LabelledItem item : items) {
        evaluation.add(item);
      }
      return new ArrayList<>(evaluation.finish());
    }
  }

  /// The number that ends the response.
  private static int number(JudgeRequest request) {
    return Integer.parseInt(request.getGeneration().getResponse().replaceAll("\\D", ""));
  }

  private static double value(Section section, String key) {
    return named(section, key).value().orElseThrow().value();
  }

  private static long count(Section section, String key) {
    assertThat(named(section, key).isCount()).isTrue();
    return Math.round(value(section, key));
  }

  private static Measured named(Section section, String key) {
    return section.measures().stream()
        .filter(one -> one.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new AssertionError(key + " is not in " + section));
  }
}
