package io.gavel.judge;

import java.util.List;

/// One score of several samples.
final class Scores {
  private Scores() {}

  /// The mean.
  ///
  /// @param scores not empty
  static double mean(List<Integer> scores) {
    return scores.stream().mapToInt(Integer::intValue).average().orElseThrow();
  }

  /// The median, rounded to the nearest level. Half-way between two levels the one on the mean's
  /// side is taken, and the lower one where the mean is half-way too.
  ///
  /// @param scores not empty
  static int level(List<Integer> scores) {
    List<Integer> sorted = scores.stream().sorted().toList();
    int below = sorted.get((sorted.size() - 1) / 2);
    int above = sorted.get(sorted.size() / 2);
    double median = (below + above) / 2.0;
    int lower = (int) Math.floor(median);
    return median > lower && mean(scores) > median ? lower + 1 : lower;
  }
}
