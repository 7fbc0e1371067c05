package io.gavel.monitor.window;

/// How many, and their weight.
///
/// @param count 0 or more
/// @param weight the sum of their weights, 1 / inclusion probability each
public record WeightedTotal(long count, double weight) {
  /// None.
  public static final WeightedTotal NONE = new WeightedTotal(0, 0);

  /// One.
  ///
  /// @param weight its weight
  public static WeightedTotal of(double weight) {
    return new WeightedTotal(1, weight);
  }

  /// Both together.
  public WeightedTotal merge(WeightedTotal other) {
    return new WeightedTotal(count + other.count, weight + other.weight);
  }
}
