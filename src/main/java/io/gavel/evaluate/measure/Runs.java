package io.gavel.evaluate.measure;

import io.gavel.agreement.Bootstrap;
import io.gavel.agreement.Correlation;
import io.gavel.agreement.Estimate;
import io.gavel.evaluate.report.Measured;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/// The scores of several runs over the same items, item by item; NaN where a run has none.
final class Runs {
  private final List<double[]> items = new ArrayList<>();
  private int count;

  /// Takes the next item in.
  ///
  /// @param scores one for each run; items may have fewer runs than others
  void add(List<Double> scores) {
    items.add(scores.stream().mapToDouble(Double::doubleValue).toArray());
    count = Math.max(count, scores.size());
  }

  /// How many items there are.
  int size() {
    return items.size();
  }

  /// How many runs the item with the most has.
  int count() {
    return count;
  }

  /// The scores of one run.
  ///
  /// @param run from 0 up
  double[] run(int run) {
    return items.stream().mapToDouble(item -> run < item.length ? item[run] : Double.NaN).toArray();
  }

  /// All runs.
  double[][] all() {
    return IntStream.range(0, count).mapToObj(this::run).toArray(double[][]::new);
  }

  /// For each item, the mean of the runs that have a score.
  double[] means() {
    return items.stream()
        .mapToDouble(item ->
            Arrays.stream(item).filter(score -> !Double.isNaN(score)).average().orElse(Double.NaN))
        .toArray();
  }

  /// The correlations of two series over the items that both have a score for.
  static List<Measured> correlations(
      String keyPrefix, String suffix, double[] first, double[] second, Bootstrap bootstrap) {
    int[] both =
        IntStream.range(0, first.length)
            .filter(i -> !Double.isNaN(first[i]) && !Double.isNaN(second[i]))
            .toArray();
    double[] one = pick(first, both);
    double[] other = pick(second, both);
    List<Measured> measures = new ArrayList<>();
    for (Correlation correlation : Correlation.values()) {
      Optional<Estimate> estimate =
          bootstrap.estimate(
              both.length, items -> correlation.of(pick(one, items), pick(other, items)));
      measures.add(
          Measured.of(
              keyPrefix + correlation.name().toLowerCase(Locale.ROOT),
              correlation.title() + suffix,
              estimate));
    }
    return measures;
  }

  /// The values at some indexes.
  static double[] pick(double[] values, int[] items) {
    return Arrays.stream(items).mapToDouble(item -> values[item]).toArray();
  }
}
