package io.gavel.judge;

import java.util.List;

/// One score of several samples.
final class Scores {
  private Scores() {}

  /// The mean.
  ///
  /// @param scores not empty
  static double mean(List<Double> scores) {
    return scores.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /// The standard deviation of the scores themselves, divided by their number.
  ///
  /// @param scores not empty
  static double deviation(List<Double> scores) {
    double mean = mean(scores);
    return Math.sqrt(
        scores.stream()
            .mapToDouble(score -> (score - mean) * (score - mean))
            .average()
            .orElseThrow());
  }

  /// The median, rounded to the nearest level. Half-way between two levels the one on the mean's
  /// side is taken, and the lower one where the mean is half-way too.
  ///
  /// @param scores not empty
  static int level(List<Double> scores) {
    List<Double> sorted = scores.stream().sorted().toList();
    double below = sorted.get((sorted.size() - 1) / 2);
    double above = sorted.get(sorted.size() / 2);
    double median = (below + above) / 2.0;
    int lower = (int) Math.floor(median);
    double beyond = median - lower;
    return beyond > 0.5 || (beyond == 0.5 && mean(scores) > median) ? lower + 1 : lower;
  }
}
