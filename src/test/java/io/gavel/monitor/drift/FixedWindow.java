package io.gavel.monitor.drift;

/// What is often used instead: each window by itself against the baseline.
enum FixedWindow {
  /// Kolmogorov-Smirnov of two samples, by its asymptotic critical value.
  KS_5("KS p < 0.05", 1.358),
  KS_1("KS p < 0.01", 1.628),
  /// The population stability index, half an observation added to each level.
  PSI_10("PSI > 0.1", 0.1),
  PSI_25("PSI > 0.25", 0.25);

  final String title;
  private final double critical;

  FixedWindow(String title, double critical) {
    this.title = title;
    this.critical = critical;
  }

  boolean fires(Tally window, Tally baseline) {
    boolean ks = this == KS_5 || this == KS_1;
    return (ks ? distance(window, baseline) : stability(window, baseline)) > critical;
  }

  private static double distance(Tally window, Tally baseline) {
    double n = window.total();
    double m = baseline.total();
    double difference = 0;
    double largest = 0;
    for (int i = 0; i < window.categories(); i++) {
      difference += window.count(i) / n - baseline.count(i) / m;
      largest = Math.max(largest, Math.abs(difference));
    }
    return largest * Math.sqrt(n * m / (n + m));
  }

  private static double stability(Tally window, Tally baseline) {
    double index = 0;
    double half = 0.5 * window.categories();
    for (int i = 0; i < window.categories(); i++) {
      double p = (window.count(i) + 0.5) / (window.total() + half);
      double q = (baseline.count(i) + 0.5) / (baseline.total() + half);
      index += (p - q) * Math.log(p / q);
    }
    return index;
  }
}
