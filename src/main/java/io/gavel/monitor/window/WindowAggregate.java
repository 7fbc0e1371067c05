package io.gavel.monitor.window;

import io.gavel.schema.Observation;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the outcomes of one series in one window add up to. Adding and merging may go in any order:
/// the result is the same but for rounding.
///
/// @param scores the moments of the scores
/// @param levels the histogram of the scores
/// @param expected the histogram of the expected scores
/// @param comparisons verdicts on pairs
/// @param deadLetters what became a dead letter, by reason
/// @param judge what tells of the judge
/// @param standIn whether any was judged by a stand-in
public record WindowAggregate(
    Moments scores,
    LevelCounts levels,
    ExpectedScores expected,
    WeightedTotal comparisons,
    SortedMap<String, WeightedTotal> deadLetters,
    JudgeEffort judge,
    boolean standIn) {
  /// Of nothing.
  public static final WindowAggregate EMPTY =
      new WindowAggregate(
          Moments.NONE,
          LevelCounts.NONE,
          ExpectedScores.NONE,
          WeightedTotal.NONE,
          new TreeMap<>(),
          JudgeEffort.NONE,
          false);

  /// Copies.
  public WindowAggregate {
    deadLetters = Collections.unmodifiableSortedMap(new TreeMap<>(deadLetters));
  }

  /// With one more outcome.
  public WindowAggregate add(Observation observation) {
    return merge(of(observation));
  }

  private static WindowAggregate of(Observation observation) {
    double weight = 1 / observation.getInclusionProbability();
    JudgeEffort judge = observation.getEffort().map(JudgeEffort::of).orElse(JudgeEffort.NONE);
    boolean standIn = observation.getStandIn();
    if (observation.getReason().isPresent()) {
      Map<String, WeightedTotal> one =
          Map.of(observation.getReason().get(), WeightedTotal.of(weight));
      return new WindowAggregate(
          Moments.NONE,
          LevelCounts.NONE,
          ExpectedScores.NONE,
          WeightedTotal.NONE,
          new TreeMap<>(one),
          judge,
          standIn);
    }
    return observation
        .getScore()
        .map(score ->
            new WindowAggregate(
                Moments.of(score.getValue(), weight),
                LevelCounts.of(
                    score.getLevel(), weight, score.getScaleMinimum(), score.getScaleMaximum()),
                score
                    .getExpected()
                    .map(value ->
                        ExpectedScores.of(
                            value, weight, score.getScaleMaximum() - score.getScaleMinimum()))
                    .orElse(ExpectedScores.NONE),
                WeightedTotal.NONE,
                new TreeMap<>(),
                judge,
                standIn))
        .orElseGet(() ->
            new WindowAggregate(
                Moments.NONE,
                LevelCounts.NONE,
                ExpectedScores.NONE,
                WeightedTotal.of(weight),
                new TreeMap<>(),
                judge,
                standIn));
  }

  /// Of the outcomes of both: an hour is its minutes, merged.
  public WindowAggregate merge(WindowAggregate other) {
    SortedMap<String, WeightedTotal> letters = new TreeMap<>(deadLetters);
    other.deadLetters.forEach(
        (reason, total) -> letters.merge(reason, total, WeightedTotal::merge));
    return new WindowAggregate(
        scores.merge(other.scores),
        levels.merge(other.levels),
        expected.merge(other.expected),
        comparisons.merge(other.comparisons),
        letters,
        judge.merge(other.judge),
        standIn || other.standIn);
  }

  /// How many dead letters there are.
  public long deadLetterCount() {
    return deadLetters.values().stream().mapToLong(WeightedTotal::count).sum();
  }

  /// The weight of dead letters as a share of that of all outcomes; empty where there is none.
  public Optional<Double> deadLetterShare() {
    return share(deadLetters.keySet());
  }

  /// The same for dead letters of some reasons alone.
  ///
  /// @param reasons their codes
  public Optional<Double> share(Set<String> reasons) {
    double all =
        scores.weight()
            + comparisons.weight()
            + deadLetters.values().stream().mapToDouble(WeightedTotal::weight).sum();
    double those =
        reasons.stream()
            .mapToDouble(it -> deadLetters.getOrDefault(it, WeightedTotal.NONE).weight())
            .sum();
    return all > 0 ? Optional.of(those / all) : Optional.empty();
  }
}
