package io.gavel.bench.part;

import io.gavel.bench.contestant.Contestant;
import io.gavel.bench.report.Goal;
import io.gavel.bench.report.Metric;
import io.gavel.bench.report.Row;
import io.gavel.bench.report.Section;
import io.gavel.bench.report.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Collects the rounds of a table.
final class Sheet {
  private final List<Metric> metrics;
  private final Map<String, List<List<Double>>> rounds = new LinkedHashMap<>();
  private final Map<String, String> works = new LinkedHashMap<>();
  private final Map<String, List<String>> problems = new LinkedHashMap<>();

  /// @param contestants the rows, in their order
  /// @param metrics the columns
  Sheet(List<? extends Contestant> contestants, Metric... metrics) {
    this.metrics = List.of(metrics);
    contestants.forEach(contestant -> add(contestant.name(), contestant.work()));
  }

  /// Adds a row.
  Sheet add(String contestant, String work) {
    rounds.put(
        contestant, Stream.<List<Double>>generate(ArrayList::new).limit(metrics.size()).toList());
    works.put(contestant, work);
    problems.put(contestant, new ArrayList<>());
    return this;
  }

  /// Enters one round of one contestant.
  ///
  /// @param round from 0
  /// @param values one per metric, in their order
  void enter(String contestant, int round, List<String> troubles, double... values) {
    List<List<Double>> row = row(contestant);
    IntStream.range(0, values.length).forEach(i -> row.get(i).add(values[i]));
    troubles.forEach(trouble ->
        problems
            .getOrDefault(contestant, new ArrayList<>())
            .add("round %d: %s".formatted(round + 1, trouble)));
  }

  /// The median of one contestant's values; NaN where there are none.
  ///
  /// @param metric the metric's index
  double median(String contestant, int metric) {
    return Spread.of(row(contestant).get(metric)).median();
  }

  Section section(String name, String title, List<String> notes, List<Goal> goals) {
    List<Row> rows =
        rounds.entrySet().stream()
            .map(entry ->
                new Row(
                    entry.getKey(),
                    works.getOrDefault(entry.getKey(), ""),
                    entry.getValue(),
                    problems.getOrDefault(entry.getKey(), List.of())))
            .toList();
    return new Section(name, title, notes, metrics, rows, goals);
  }

  private List<List<Double>> row(String contestant) {
    List<List<Double>> row = rounds.get(contestant);
    if (row == null) {
      throw new IllegalArgumentException("no row is named " + contestant);
    }
    return row;
  }
}
