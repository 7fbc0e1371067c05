package io.gavel.evaluate.measure;

import io.gavel.agreement.Bootstrap;
import io.gavel.agreement.ConfusionTable;
import io.gavel.agreement.Kappa;
import io.gavel.agreement.KrippendorffAlpha;
import io.gavel.evaluate.Assessed;
import io.gavel.evaluate.Outcome;
import io.gavel.evaluate.View;
import io.gavel.evaluate.report.Measured;
import io.gavel.evaluate.report.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// A judge's scores against the labels. Pure.
public final class DirectMeasures {
  private final Runs labels = new Runs();
  private final List<Optional<Outcome.Scored>> scored = new ArrayList<>();
  private final Verdicts verdicts = new Verdicts();
  private final Bootstrap bootstrap;
  private final OptionalInt labelRun;
  private final Published published;

  private DirectMeasures(Bootstrap bootstrap, OptionalInt labelRun, Published published) {
    this.bootstrap = bootstrap;
    this.labelRun = labelRun;
    this.published = published;
  }

  /// The section; empty where no item has scores for a label.
  ///
  /// @param items what was judged
  /// @param bootstrap draws the intervals
  /// @param labelRun the run that is the label, from 1 up; empty: the mean of all
  /// @param published what a paper reports of the same data
  public static Optional<Section> section(
      List<Assessed> items, Bootstrap bootstrap, OptionalInt labelRun, Published published) {
    DirectMeasures measures = new DirectMeasures(bootstrap, labelRun, published);
    items.forEach(measures::add);
    return measures.labels.size() == 0 ? Optional.empty() : Optional.of(measures.section());
  }

  private void add(Assessed item) {
    if (item.label() instanceof Assessed.Scores known) {
      labels.add(known.scores());
      Optional<Outcome> outcome = item.outcome(View.RESPONSE);
      outcome.ifPresent(verdicts::add);
      scored.add(
          outcome.flatMap(
              o -> o instanceof Outcome.Scored one ? Optional.of(one) : Optional.empty()));
    }
  }

  private Section section() {
    double[] label = labelRun.isPresent() ? labels.run(labelRun.getAsInt() - 1) : labels.means();
    double[] mean = judged(one -> one.mean());
    double[] expected = judged(one -> one.expected().orElse(Double.NaN));
    List<Measured> measures = new ArrayList<>();
    measures.add(Measured.count("items", "items", labels.size()));
    measures.addAll(verdicts.counts());
    for (Measured one : Runs.correlations("", "", label, mean, bootstrap)) {
      Double paper = published.values().get(one.key());
      measures.add(paper == null ? one : one.besides(paper));
    }
    if (Arrays.stream(expected).anyMatch(score -> !Double.isNaN(score))) {
      measures.addAll(
          Runs.correlations("expected_", ", expected score", label, expected, bootstrap));
    }
    if (labelRun.isEmpty() && labels.count() > 1) {
      for (int run = 0; run < labels.count(); run++) {
        measures.add(
            Runs.correlations(
                    "run_%d_".formatted(run + 1),
                    ", run %d of the labels".formatted(run + 1),
                    labels.run(run),
                    mean,
                    bootstrap)
                .getFirst());
      }
    }
    double[] level = judged(one -> one.level());
    measures.add(accuracy(label, level));
    Optional<ConfusionTable> table = Levels.covering(label, level).map(_ -> table(label, level));
    for (Kappa kappa : Kappa.values()) {
      measures.add(kappa(kappa, label, level));
    }
    measures.addAll(consistency());
    SequencedMap<String, double[]> series = new LinkedHashMap<>();
    series.put("label", label);
    series.put("judge", level);
    return new Section(
        "direct",
        "Direct assessment against the labels",
        measures,
        notes(),
        table,
        Levels.distribution(series));
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.add(
        labelRun.isPresent()
            ? "The label is run %d.".formatted(labelRun.getAsInt())
            : labels.count() > 1
                ? "The label is the mean of %d runs; where levels are compared, the nearest one."
                    .formatted(labels.count())
                : "Where levels are compared, a label counts as the nearest one.");
    if (!published.values().isEmpty()) {
      notes.add("Published, for comparison: " + published.source() + ".");
    }
    if (verdicts.unjudged() > 0) {
      notes.add(
          "An item without a verdict counts as wrong in the exact agreement; the other measures are"
              + " of those with one.");
    }
    return notes;
  }

  private Measured accuracy(double[] label, double[] level) {
    int[] labelled =
        IntStream.range(0, label.length).filter(i -> !Double.isNaN(label[i])).toArray();
    return Measured.of(
        "exact_agreement",
        "exact agreement",
        bootstrap.estimate(
            labelled.length,
            items ->
                Arrays.stream(items)
                    .map(item -> labelled[item])
                    .mapToDouble(i -> Math.round(label[i]) == level[i] ? 1 : 0)
                    .average()));
  }

  private Measured kappa(Kappa kappa, double[] label, double[] level) {
    int[] both = both(label, level);
    double[] one = Runs.pick(label, both);
    double[] other = Runs.pick(level, both);
    Optional<Levels> levels = Levels.covering(one, other);
    return Measured.of(
        kappa.name().toLowerCase(Locale.ROOT) + "_kappa",
        kappa.title(),
        levels.flatMap(scale ->
            bootstrap.estimate(
                both.length,
                items -> kappa.of(scale.table(Runs.pick(one, items), Runs.pick(other, items))))));
  }

  private static ConfusionTable table(double[] label, double[] level) {
    int[] both = both(label, level);
    return Levels.covering(label, level)
        .orElseThrow()
        .table(Runs.pick(label, both), Runs.pick(level, both));
  }

  /// How the judge's samples agree among themselves; nothing where it was asked once.
  private List<Measured> consistency() {
    Runs samples = new Runs();
    for (Optional<Outcome.Scored> one : scored) {
      one.ifPresent(s -> samples.add(s.samples().stream().map(Integer::doubleValue).toList()));
    }
    List<Measured> measures = new ArrayList<>();
    if (samples.count() > 1) {
      for (KrippendorffAlpha alpha : KrippendorffAlpha.values()) {
        String name = alpha.name().toLowerCase(Locale.ROOT);
        OptionalDouble value = alpha.of(samples.all());
        measures.add(
            Measured.of(
                "samples_krippendorff_alpha_" + name,
                "Krippendorff's alpha of its %d samples, %s".formatted(samples.count(), name),
                value));
      }
    }
    return measures;
  }

  private double[] judged(ToDoubleFunction<Outcome.Scored> score) {
    return scored.stream()
        .mapToDouble(one -> one.isPresent() ? score.applyAsDouble(one.get()) : Double.NaN)
        .toArray();
  }

  private static int[] both(double[] one, double[] other) {
    return IntStream.range(0, one.length)
        .filter(i -> !Double.isNaN(one[i]) && !Double.isNaN(other[i]))
        .toArray();
  }
}
