package io.gavel.agreement;

import java.util.OptionalDouble;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/// How two series of scores go together, from -1 to 1. By Commons Math.
public enum Correlation {
  /// Pearson's product-moment correlation: how linear.
  PEARSON("Pearson") {
    @Override
    double correlate(double[] first, double[] second) {
      return new PearsonsCorrelation().correlation(first, second);
    }
  },
  /// Spearman's rank correlation: Pearson's of the ranks, where ties share their mean rank.
  SPEARMAN("Spearman") {
    @Override
    double correlate(double[] first, double[] second) {
      return new SpearmansCorrelation().correlation(first, second);
    }
  },
  /// Kendall's tau-b, which corrects for ties (Kendall 1945); by Knight's algorithm (1966).
  KENDALL_TAU_B("Kendall tau-b") {
    @Override
    double correlate(double[] first, double[] second) {
      return new KendallsCorrelation().correlation(first, second);
    }
  };

  private final String title;

  Correlation(String title) {
    this.title = title;
  }

  /// What people call it.
  public String title() {
    return title;
  }

  /// The correlation; empty for fewer than two items, or where one series is constant.
  ///
  /// @param first one series
  /// @param second the other, as long, item by item
  public OptionalDouble of(double[] first, double[] second) {
    if (first.length < 2) {
      return OptionalDouble.empty();
    }
    double value = correlate(first, second);
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  abstract double correlate(double[] first, double[] second);
}
