package io.gavel.monitor.drift;

import java.time.Instant;
import java.util.List;

/// What one series did in one closed event-time window.
///
/// @param start start of the window, event time
/// @param levels the scale's levels, ascending, at least 2
/// @param weights the sum of the feedbacks' weights (1 / inclusion probability) at each level
/// @param effectiveSampleSize (sum of weights)² / sum of squared weights (Kish 1965); 0 without
///   feedback
/// @param unreadable how many of the judge's answers could not be read
/// @param deadLetters how many requests became dead letters, the unreadable ones included
/// @param total how many requests had an outcome, feedback or dead letter
public record DriftWindow(
    Instant start,
    List<Integer> levels,
    List<Double> weights,
    double effectiveSampleSize,
    long unreadable,
    long deadLetters,
    long total) {
  /// Checks it.
  ///
  /// @throws IllegalArgumentException says what does not fit together
  public DriftWindow {
    levels = List.copyOf(levels);
    weights = List.copyOf(weights);
    check(levels.size() >= 2 && ascending(levels), "levels must ascend and be 2 at least", levels);
    check(weights.size() == levels.size(), "every level needs a weight", weights);
    check(
        weights.stream().allMatch(weight -> weight >= 0 && Double.isFinite(weight)),
        "weights must be finite and not negative",
        weights);
    check(
        effectiveSampleSize >= 0 && Double.isFinite(effectiveSampleSize),
        "the effective sample size must be finite and not negative",
        effectiveSampleSize);
    check(total >= 0, "the total must not be negative", total);
    check(unreadable >= 0 && unreadable <= total, "unreadable must be in 0..total", unreadable);
    check(
        deadLetters >= 0 && deadLetters <= total, "dead letters must be in 0..total", deadLetters);
  }

  /// The feedback at each level, in effective feedbacks: they add up to the effective sample size,
  /// so that what was sampled with unequal probabilities claims no more evidence than it has.
  Tally scores() {
    Tally weighed = Tally.of(weights);
    double weight = weighed.total();
    return weight > 0 ? weighed.times(effectiveSampleSize / weight) : weighed;
  }

  private static boolean ascending(List<Integer> levels) {
    for (int i = 1; i < levels.size(); i++) {
      if (levels.get(i) <= levels.get(i - 1)) {
        return false;
      }
    }
    return true;
  }

  private static void check(boolean holds, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException("drift window: " + rule + ", but found " + value);
    }
  }
}
