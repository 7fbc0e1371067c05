package io.gavel.monitor.drift;

import java.util.Arrays;
import java.util.List;

/// How many observations fell into each category, in effective observations; immutable.
public final class Tally {
  private final double[] counts;
  private final double total;

  private Tally(double[] counts) {
    this.counts = counts;
    double sum = 0;
    for (double count : counts) {
      sum += count;
    }
    total = sum;
  }

  /// A tally of so many observations.
  ///
  /// @param counts one per category, each 0 or more
  public static Tally of(List<Double> counts) {
    return new Tally(counts.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /// Nothing in any category.
  static Tally empty(int categories) {
    return new Tally(new double[categories]);
  }

  /// Of two categories: those that are not, and those that are.
  static Tally split(long total, long among) {
    return new Tally(new double[] {total - among, among});
  }

  /// The observations of each category.
  public List<Double> counts() {
    return Arrays.stream(counts).boxed().toList();
  }

  /// How many categories there are.
  int categories() {
    return counts.length;
  }

  /// The observations of one category.
  double count(int category) {
    return counts[category];
  }

  /// All observations.
  public double total() {
    return total;
  }

  /// Both together.
  Tally plus(Tally other) {
    double[] sums = counts.clone();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.counts[i];
    }
    return new Tally(sums);
  }

  /// The same shares of more or fewer observations.
  Tally times(double factor) {
    return new Tally(Arrays.stream(counts).map(count -> count * factor).toArray());
  }

  /// The mean payoff; NaN without observations.
  double mean(Payoff payoff) {
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += counts[i] * payoff.values().get(i);
    }
    return sum / total;
  }

  /// The Jensen-Shannon divergence (Lin 1991) of the two distributions in bits, 0 where they are
  /// equal and 1 where they share no category; NaN where one is empty.
  double divergence(Tally other) {
    double bits = 0;
    for (int i = 0; i < counts.length; i++) {
      double p = counts[i] / total;
      double q = other.counts[i] / other.total;
      double middle = (p + q) / 2;
      bits += (information(p, middle) + information(q, middle)) / 2;
    }
    return bits;
  }

  private static double information(double share, double middle) {
    return share == 0 ? 0 : share * Math.log(share / middle) / Math.log(2);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tally tally && Arrays.equals(counts, tally.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return Arrays.toString(counts);
  }
}
