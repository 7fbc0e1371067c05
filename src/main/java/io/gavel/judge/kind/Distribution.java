package io.gavel.judge.kind;

import java.util.List;
import java.util.stream.IntStream;

/// How probable each of some outcomes is: the levels of a scale, ascending, or the verdicts on a
/// pair.
///
/// @param probabilities each 0 to 1, together 1 within rounding; not empty
public record Distribution(List<Double> probabilities) {
  private static final double ROUNDING = 1e-6;

  /// Checks and copies.
  public Distribution {
    probabilities = List.copyOf(probabilities);
    double sum = probabilities.stream().mapToDouble(Double::doubleValue).sum();
    if (probabilities.stream().anyMatch(p -> !(p >= 0 && p <= 1 + ROUNDING))
        || !(Math.abs(sum - 1) <= ROUNDING)) {
      throw new IllegalArgumentException("no distribution: " + probabilities);
    }
  }

  /// The mean of several.
  ///
  /// @param distributions over the same outcomes; not empty
  public static Distribution mean(List<Distribution> distributions) {
    return new Distribution(
        IntStream.range(0, distributions.getFirst().probabilities.size())
            .mapToObj(i ->
                distributions.stream()
                    .mapToDouble(one -> one.probabilities.get(i))
                    .average()
                    .orElseThrow())
            .toList());
  }

  /// The expected level.
  ///
  /// @param lowest the level of the first probability; each further one is one higher
  public double expected(int lowest) {
    return IntStream.range(0, probabilities.size())
        .mapToDouble(i -> (lowest + i) * probabilities.get(i))
        .sum();
  }
}
