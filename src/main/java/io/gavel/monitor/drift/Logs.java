package io.gavel.monitor.drift;

/// Sums of numbers that are known by their logarithms, which do not overflow.
final class Logs {
  private Logs() {}

  /// log(exp(a) + exp(b)); either may be negative infinity.
  static double add(double a, double b) {
    double larger = Math.max(a, b);
    return larger == Double.NEGATIVE_INFINITY
        ? larger
        : larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
  }
}
