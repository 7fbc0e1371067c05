package io.gavel.agreement.ranking;

import io.gavel.agreement.PairResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Strengths of candidates from comparisons of two (Bradley and Terry 1952), by the MM algorithm of
/// Hunter 2004, MM Algorithms for Generalized Bradley-Terry Models, equation 3: s_i <- w_i / Σ_j
/// n_ij / (s_i + s_j). A tie is half a win for both. Pure and deterministic.
///
/// Regularised, because the strength of an undefeated candidate is otherwise infinite, and because
/// two that are linked by no chain of comparisons could not be set beside each other: each
/// candidate also has `prior` tied comparisons with an imagined one of strength 1, which adds
/// `prior / 2` to w_i and `prior / (s_i + 1)` to the sum. That is a proper Bradley-Terry
/// likelihood, so the algorithm's ascent holds and the maximum is unique.
public final class BradleyTerry {
  /// A prior that bounds the strengths and moves a ranking of some comparisons little.
  public static final double DEFAULT_PRIOR = 0.1;

  private static final int MOST_ITERATIONS = 100_000;
  private static final double TOLERANCE = 1e-10;
  private static final double DISTINCT = 1e-7;

  private final List<String> candidates;
  private final double[] wins;
  private final List<Map<Integer, Long>> opponents = new ArrayList<>();
  private final double prior;

  private BradleyTerry(Collection<PairResult> results, double prior) {
    TreeSet<String> names = new TreeSet<>();
    results.forEach(result -> names.addAll(List.of(result.first(), result.second())));
    this.candidates = List.copyOf(names);
    this.wins = new double[candidates.size()];
    this.prior = prior;
    Map<String, Integer> numbers = new HashMap<>();
    for (String candidate : candidates) {
      numbers.put(candidate, numbers.size());
      opponents.add(new HashMap<>());
    }
    for (PairResult result : results) {
      add(
          numbers.getOrDefault(result.first(), 0),
          numbers.getOrDefault(result.second(), 0),
          result);
    }
  }

  /// The candidates, the strongest first; equally strong ones by their ids.
  ///
  /// @param results the comparisons, in any order; of one pair there may be several
  /// @param prior how many tied comparisons with the imagined candidate each has; above 0
  /// @throws IllegalArgumentException where the prior is not above 0
  public static List<Ranked> rank(Collection<PairResult> results, double prior) {
    if (!(prior > 0)) {
      throw new IllegalArgumentException("prior is %s, must be above 0".formatted(prior));
    }
    return new BradleyTerry(results, prior).rank();
  }

  private void add(int first, int second, PairResult result) {
    opponents.get(first).merge(second, 1L, Long::sum);
    opponents.get(second).merge(first, 1L, Long::sum);
    switch (result.choice()) {
      case FIRST -> wins[first]++;
      case SECOND -> wins[second]++;
      case TIE -> {
        wins[first] += 0.5;
        wins[second] += 0.5;
      }
    }
  }

  private List<Ranked> rank() {
    double[] strengths = strengths();
    double mean = Math.exp(Arrays.stream(strengths).map(Math::log).average().orElse(0));
    List<Ranked> ranked = new ArrayList<>();
    for (int i = 0; i < strengths.length; i++) {
      long comparisons = opponents.get(i).values().stream().mapToLong(Long::longValue).sum();
      ranked.add(new Ranked(candidates.get(i), strengths[i] / mean, wins[i], comparisons));
    }
    ranked.sort(Comparator.comparingLong(BradleyTerry::order));
    return List.copyOf(ranked);
  }

  /// Strengths that differ by less than the iteration can tell are the same.
  private static long order(Ranked ranked) {
    return -Math.round(Math.log(ranked.strength()) / DISTINCT);
  }

  private double[] strengths() {
    double[] strengths = new double[candidates.size()];
    Arrays.fill(strengths, 1);
    for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
      double change = 0;
      for (int i = 0; i < strengths.length; i++) {
        double next = next(strengths, i);
        change = Math.max(change, Math.abs(next / strengths[i] - 1));
        strengths[i] = next;
      }
      if (change < TOLERANCE) {
        break;
      }
    }
    return strengths;
  }

  private double next(double[] strengths, int i) {
    double sum = prior / (strengths[i] + 1);
    for (Map.Entry<Integer, Long> opponent : opponents.get(i).entrySet()) {
      sum += opponent.getValue() / (strengths[i] + strengths[opponent.getKey()]);
    }
    return (wins[i] + prior / 2) / sum;
  }
}
