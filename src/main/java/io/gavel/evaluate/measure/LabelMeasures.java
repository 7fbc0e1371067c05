package io.gavel.evaluate.measure;

import io.gavel.agreement.Bootstrap;
import io.gavel.agreement.Choice;
import io.gavel.agreement.KrippendorffAlpha;
import io.gavel.agreement.PairResult;
import io.gavel.agreement.Transitivity;
import io.gavel.evaluate.data.LabelledItem;
import io.gavel.evaluate.report.Distribution;
import io.gavel.evaluate.report.Measured;
import io.gavel.evaluate.report.Section;
import io.gavel.hash.Ids;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// The labels measured among themselves, without a judge. For one thread.
public final class LabelMeasures {
  private final Runs runs = new Runs();
  private final Map<Choice, Long> choices = new EnumMap<>(Choice.class);
  private final List<PairResult> pairs = new ArrayList<>();
  private long pairCount;

  /// Takes an item in.
  public void add(LabelledItem item) {
    switch (item) {
      case LabelledItem.Direct direct -> runs.add(direct.scores());
      case LabelledItem.Pair pair -> {
        pairCount++;
        choices.merge(pair.label(), 1L, Long::sum);
        pairResult(pair, pair.label()).ifPresent(pairs::add);
      }
    }
  }

  /// How many runs of labels there are; 1 for pairs.
  public int runs() {
    return Math.max(1, runs.count());
  }

  /// What was found.
  ///
  /// @param bootstrap draws the intervals
  public List<Section> sections(Bootstrap bootstrap) {
    List<Section> sections = new ArrayList<>();
    if (runs.size() > 0) {
      sections.add(ofScores(bootstrap));
    }
    if (pairCount > 0) {
      sections.add(ofPairs());
    }
    return sections;
  }

  /// A pair's result between candidates that are told apart by instruction and response; empty
  /// where both responses are the same.
  static Optional<PairResult> pairResult(LabelledItem.Pair pair, Choice choice) {
    return pair.first().equals(pair.second())
        ? Optional.empty()
        : Optional.of(
            new PairResult(
                Ids.hash(pair.task().instruction(), pair.first()),
                Ids.hash(pair.task().instruction(), pair.second()),
                choice));
  }

  private Section ofScores(Bootstrap bootstrap) {
    List<Measured> measures = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    double[][] all = runs.all();
    measures.add(Measured.count("items", "items", runs.size()));
    measures.add(Measured.count("runs", "runs", runs.count()));
    if (runs.count() > 1) {
      for (KrippendorffAlpha alpha :
          List.of(
              KrippendorffAlpha.INTERVAL, KrippendorffAlpha.ORDINAL, KrippendorffAlpha.NOMINAL)) {
        String name = alpha.name().toLowerCase(Locale.ROOT);
        measures.add(
            Measured.of(
                "krippendorff_alpha_" + name,
                "Krippendorff's alpha, " + name,
                bootstrap.estimate(
                    runs.size(),
                    items ->
                        alpha.of(
                            Arrays.stream(all)
                                .map(run -> Runs.pick(run, items))
                                .toArray(double[][]::new)))));
      }
      for (int i = 0; i < all.length; i++) {
        for (int j = i + 1; j < all.length; j++) {
          measures.addAll(
              Runs.correlations(
                  "runs_%d_%d_".formatted(i + 1, j + 1),
                  ", runs %d and %d".formatted(i + 1, j + 1),
                  all[i],
                  all[j],
                  bootstrap));
        }
      }
    } else {
      notes.add("Each item has one score: there are no runs to compare.");
    }
    SequencedMap<String, double[]> series = new LinkedHashMap<>();
    for (int run = 0; run < all.length; run++) {
      series.put("run " + (run + 1), all[run]);
    }
    return new Section(
        "labels",
        "The labels among themselves",
        measures,
        notes,
        Optional.empty(),
        Levels.distribution(series));
  }

  private Section ofPairs() {
    List<Measured> measures = new ArrayList<>();
    measures.add(Measured.count("pairs", "pairs", pairCount));
    List<Long> counts = new ArrayList<>();
    for (Choice choice : Choice.values()) {
      counts.add(choices.getOrDefault(choice, 0L));
    }
    Transitivity transitivity = Transitivity.of(pairs);
    measures.add(Measured.count("triples", "triples compared in full", transitivity.triples()));
    measures.add(Measured.of("transitivity", "triples without a cycle", transitivity.share()));
    return new Section(
        "labels",
        "The labels among themselves",
        measures,
        List.of(),
        Optional.empty(),
        Optional.of(
            new Distribution(Levels.CHOICES, List.of(new Distribution.Series("label", counts)))));
  }
}
