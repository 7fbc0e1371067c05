package io.gavel.agreement;

import java.util.OptionalDouble;

/// Agreement on categories beyond what chance would bring, 1 at best: 1 minus the observed
/// disagreement over the one expected of independent raters with the same marginals, each
/// disagreement weighted by how far apart the two categories are.
public enum Kappa {
  /// Cohen's kappa (1960): all disagreements weigh the same.
  COHEN("Cohen's kappa") {
    @Override
    double weight(int label, int verdict) {
      return label == verdict ? 0 : 1;
    }
  },
  /// Cohen's weighted kappa (1968) with the square of the distance as weight, for categories that
  /// are an ordered scale with equal steps.
  QUADRATIC("quadratic kappa") {
    @Override
    double weight(int label, int verdict) {
      double distance = label - verdict;
      return distance * distance;
    }
  };

  /// How much a disagreement weighs.
  @FunctionalInterface
  interface Weights {
    /// 0 for agreement, more the worse.
    double of(int label, int verdict);
  }

  private final String title;

  Kappa(String title) {
    this.title = title;
  }

  /// What people call it.
  public String title() {
    return title;
  }

  /// The measure; empty where there are no items, or all have one and the same category.
  public OptionalDouble of(ConfusionTable table) {
    return weighted(table, this::weight);
  }

  /// Weighted kappa with any weights of disagreement.
  static OptionalDouble weighted(ConfusionTable table, Weights weights) {
    double observed = 0;
    double expected = 0;
    int size = table.categories().size();
    double total = table.total();
    for (int label = 0; label < size; label++) {
      for (int verdict = 0; verdict < size; verdict++) {
        double weight = weights.of(label, verdict);
        observed += weight * table.count(label, verdict);
        expected += weight * table.labelled(label) * table.judged(verdict) / total;
      }
    }
    return expected > 0 ? OptionalDouble.of(1 - observed / expected) : OptionalDouble.empty();
  }

  abstract double weight(int label, int verdict);
}
