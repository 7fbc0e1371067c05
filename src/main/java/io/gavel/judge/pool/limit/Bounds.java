package io.gavel.judge.pool.limit;

/// Where a limit starts and between which it moves.
///
/// @param initial the limit of an endpoint nothing is known of
/// @param minimum never less; at least 1
/// @param maximum never more
public record Bounds(int initial, int minimum, int maximum) {
  /// Checks.
  public Bounds {
    if (minimum < 1 || initial < minimum || maximum < initial) {
      throw new IllegalArgumentException(
          "a limit cannot start at %d between %d and %d".formatted(initial, minimum, maximum));
    }
  }

  /// The nearest limit within.
  double clamp(double limit) {
    return Math.clamp(limit, minimum, maximum);
  }
}
