package io.gavel.reward.decision;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The model of Bradley and Terry (1952): the first of two candidates wins with probability s / (s
/// + t). Strengths by the MM algorithm of Hunter ("MM algorithms for generalized Bradley-Terry
///   models", The Annals of Statistics 32, 2004, equation 3): over and over, each becomes the
///   points that it won, divided by the sum over its comparisons of 1 / (s + t).
///
/// Each candidate also has one tie with an imagined one of strength 1. Without that, one that won
/// all its pairs would be infinitely strong, and there would be no estimate at all.
public final class BradleyTerry implements Strengths {
  private static final int MOST_ROUNDS = 10_000;
  private static final double PRECISION = 1e-10;
  private static final double IMAGINED_POINTS = 0.5;

  /// Makes one.
  public BradleyTerry() {}

  @Override
  public Map<String, Double> of(List<Comparison> comparisons) {
    Map<String, Double> points = new TreeMap<>();
    for (Comparison comparison : comparisons) {
      points.merge(comparison.first(), comparison.points(), Double::sum);
      points.merge(comparison.second(), 1 - comparison.points(), Double::sum);
    }
    Map<String, Double> strengths = new TreeMap<>();
    points.keySet().forEach(id -> strengths.put(id, 1.0));
    double change = 1;
    for (int round = 0; round < MOST_ROUNDS && change > PRECISION; round++) {
      change = improve(comparisons, points, strengths);
    }
    return strengths;
  }

  /// One round; returns the largest change, as a share.
  private static double improve(
      List<Comparison> comparisons, Map<String, Double> points, Map<String, Double> strengths) {
    Map<String, Double> sums = new TreeMap<>();
    strengths.forEach((id, strength) -> sums.put(id, 1 / (strength + 1)));
    for (Comparison comparison : comparisons) {
      double share = 1 / (at(strengths, comparison.first()) + at(strengths, comparison.second()));
      sums.merge(comparison.first(), share, Double::sum);
      sums.merge(comparison.second(), share, Double::sum);
    }
    double change = 0;
    for (Map.Entry<String, Double> entry : strengths.entrySet()) {
      double next = (at(points, entry.getKey()) + IMAGINED_POINTS) / at(sums, entry.getKey());
      change = Math.max(change, Math.abs(next - entry.getValue()) / next);
      entry.setValue(next);
    }
    return change;
  }

  private static double at(Map<String, Double> values, String id) {
    return values.getOrDefault(id, 1.0);
  }
}
