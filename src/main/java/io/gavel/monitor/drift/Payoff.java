package io.gavel.monitor.drift;

import java.util.List;
import java.util.stream.IntStream;

/// A number in [0, 1] for each category; what is watched is its mean.
///
/// @param name what its mean is, in words
/// @param values one per category
/// @param bothWays whether a fall of the mean matters as well as a rise
record Payoff(String name, List<Double> values, boolean bothWays) {
  Payoff {
    values = List.copyOf(values);
  }

  /// The levels of a scale, the lowest as 0 and the highest as 1.
  static Payoff scale(List<Integer> levels) {
    double lowest = levels.getFirst();
    double range = levels.getLast() - lowest;
    return new Payoff(
        "mean", levels.stream().map(level -> (level - lowest) / range).toList(), true);
  }

  /// Being of one category.
  static Payoff share(String name, int category, int categories, boolean bothWays) {
    return new Payoff(
        name,
        IntStream.range(0, categories).mapToObj(i -> i == category ? 1.0 : 0.0).toList(),
        bothWays);
  }

  /// How many ways it can move.
  int ways() {
    return bothWays ? 2 : 1;
  }
}
