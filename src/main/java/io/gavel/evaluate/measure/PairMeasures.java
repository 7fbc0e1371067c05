package io.gavel.evaluate.measure;

import io.gavel.agreement.Bootstrap;
import io.gavel.agreement.Choice;
import io.gavel.agreement.ConfusionTable;
import io.gavel.agreement.FormatGap;
import io.gavel.agreement.Kappa;
import io.gavel.agreement.LabelledChoice;
import io.gavel.agreement.PairAccuracy;
import io.gavel.agreement.PairResult;
import io.gavel.agreement.Transitivity;
import io.gavel.evaluate.Assessed;
import io.gavel.evaluate.Outcome;
import io.gavel.evaluate.View;
import io.gavel.evaluate.report.Distribution;
import io.gavel.evaluate.report.Measured;
import io.gavel.evaluate.report.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// A judge's preferences against the labels. A pair is judged by both orders together: where they
/// agree that is the choice, where they do not it is a tie. Pure.
public final class PairMeasures {
  private final Bootstrap bootstrap;
  private final Verdicts verdicts = new Verdicts();
  private final List<LabelledChoice> choices = new ArrayList<>();
  private final List<LabelledChoice> forwardAlone = new ArrayList<>();
  private final List<PairResult> results = new ArrayList<>();
  private final List<FormatGap.Pair> gaps = new ArrayList<>();
  private long inBothOrders;
  private long agreeing;
  private long firstPosition;
  private long secondPosition;

  private PairMeasures(Bootstrap bootstrap) {
    this.bootstrap = bootstrap;
  }

  /// The section; empty where no item is a pair.
  ///
  /// @param items what was judged
  /// @param bootstrap draws the intervals
  public static Optional<Section> section(List<Assessed> items, Bootstrap bootstrap) {
    PairMeasures measures = new PairMeasures(bootstrap);
    for (Assessed item : items) {
      if (item.label() instanceof Assessed.Pair pair) {
        measures.add(item, pair);
      }
    }
    return measures.choices.isEmpty() ? Optional.empty() : Optional.of(measures.section());
  }

  private void add(Assessed item, Assessed.Pair pair) {
    item.outcomes().forEach(verdicts::add);
    Optional<Choice> forward = choice(item, View.FORWARD);
    Optional<Choice> backward = choice(item, View.BACKWARD).map(Choice::swapped);
    Optional<Choice> both =
        forward.flatMap(one -> backward.map(other -> one == other ? one : Choice.TIE));
    if (both.isPresent()) {
      inBothOrders++;
      if (forward.equals(backward)) {
        agreeing++;
      } else if (forward.get() != Choice.SECOND && backward.get() != Choice.FIRST) {
        firstPosition++; // Whichever stood first was liked better, or as much.
      } else {
        secondPosition++;
      }
    }
    choices.add(new LabelledChoice(pair.choice(), both));
    forwardAlone.add(new LabelledChoice(pair.choice(), forward));
    if (both.isPresent() && !pair.first().equals(pair.second())) {
      results.add(new PairResult(pair.first(), pair.second(), both.get()));
    }
    if (item.outcome(View.FIRST).isPresent()) {
      Optional<Choice> direct =
          score(item, View.FIRST)
              .flatMap(one -> score(item, View.SECOND).map(other -> Choice.byScores(one, other)));
      gaps.add(new FormatGap.Pair(pair.choice(), direct, both));
    }
  }

  private static Optional<Choice> choice(Assessed item, View view) {
    return item.outcome(view)
        .flatMap(o ->
            o instanceof Outcome.Preferred preferred
                ? Optional.of(preferred.choice())
                : Optional.empty());
  }

  private static Optional<Double> score(Assessed item, View view) {
    return item.outcome(view)
        .flatMap(o ->
            o instanceof Outcome.Scored scored ? Optional.of(scored.mean()) : Optional.empty());
  }

  private Section section() {
    List<Measured> measures = new ArrayList<>();
    measures.add(Measured.count("pairs", "pairs", choices.size()));
    measures.addAll(verdicts.counts());
    measures.addAll(accuracies("", "", choices));
    measures.addAll(accuracies("one_order_", ", first order alone", forwardAlone));
    List<LabelledChoice> judged =
        choices.stream().filter(choice -> choice.judged().isPresent()).toList();
    measures.add(
        Measured.of(
            "cohen_kappa",
            Kappa.COHEN.title(),
            bootstrap.estimate(
                judged.size(), items -> Kappa.COHEN.of(table(pick(judged, items))))));
    measures.add(
        Measured.of(
            "position_consistency", "same choice in both orders", share(agreeing, inBothOrders)));
    measures.add(
        Measured.count("prefers_first", "pairs where the position first won", firstPosition));
    measures.add(
        Measured.count("prefers_second", "pairs where the position second won", secondPosition));
    Transitivity transitivity = Transitivity.of(results);
    measures.add(Measured.count("triples", "triples compared in full", transitivity.triples()));
    measures.add(Measured.of("transitivity", "triples without a cycle", transitivity.share()));
    FormatGap.of(gaps).ifPresent(gap -> measures.addAll(gap(gap)));
    return new Section(
        "pairs",
        "Pairwise ranking against the labels",
        measures,
        List.of(
            "Each pair is asked in both orders; where the two differ, the choice is a tie.",
            "A pair without a verdict counts as wrong in the accuracies; the other measures are of"
                + " those with one."),
        Optional.of(table(judged)),
        Optional.of(distribution(judged)));
  }

  private List<Measured> accuracies(String key, String suffix, List<LabelledChoice> of) {
    List<Measured> measures = new ArrayList<>();
    for (PairAccuracy accuracy : PairAccuracy.values()) {
      measures.add(
          Measured.of(
              key + "accuracy_" + accuracy.name().toLowerCase(Locale.ROOT),
              accuracy.title() + suffix,
              bootstrap.estimate(of.size(), items -> accuracy.of(pick(of, items)))));
    }
    return measures;
  }

  private static List<Measured> gap(FormatGap gap) {
    return List.of(
        Measured.count("gap_pairs", "pairs judged in both formats", gap.pairs()),
        Measured.of(
            "gap_disagreement",
            "direct and pairwise disagree",
            OptionalDouble.of(gap.disagreement())),
        Measured.of(
            "gap_direct_accuracy",
            "accuracy with ties, direct",
            OptionalDouble.of(gap.directAccuracy())),
        Measured.of(
            "gap_accuracy_difference",
            "accuracy, pairwise minus direct",
            OptionalDouble.of(gap.accuracyDifference())));
  }

  private static ConfusionTable table(List<LabelledChoice> judged) {
    return ConfusionTable.of(
        Levels.CHOICES,
        judged.stream().mapToInt(choice -> Levels.index(choice.label())).toArray(),
        judged.stream().mapToInt(choice -> Levels.index(choice.judged().orElseThrow())).toArray());
  }

  private static Distribution distribution(List<LabelledChoice> judged) {
    ConfusionTable table = table(judged);
    List<Long> labels = new ArrayList<>();
    List<Long> verdicts = new ArrayList<>();
    for (int i = 0; i < table.categories().size(); i++) {
      labels.add(table.labelled(i));
      verdicts.add(table.judged(i));
    }
    return new Distribution(
        Levels.CHOICES,
        List.of(
            new Distribution.Series("label", labels), new Distribution.Series("judge", verdicts)));
  }

  private static OptionalDouble share(long part, long whole) {
    return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
  }

  private static List<LabelledChoice> pick(List<LabelledChoice> choices, int[] items) {
    return Arrays.stream(items).mapToObj(choices::get).toList();
  }
}
