package io.gavel.monitor.window;

import io.gavel.schema.Observation;
import io.gavel.schema.ObservedScore;
import java.util.Collections;
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
/// @param examples a few of the outcomes
public record WindowAggregate(
    Moments scores,
    LevelCounts levels,
    ExpectedScores expected,
    WeightedTotal comparisons,
    SortedMap<String, WeightedTotal> deadLetters,
    JudgeEffort judge,
    boolean standIn,
    Examples examples) {
  /// Of nothing.
  public static final WindowAggregate EMPTY =
      new WindowAggregate(
          Moments.NONE,
          LevelCounts.NONE,
          ExpectedScores.NONE,
          WeightedTotal.NONE,
          new TreeMap<>(),
          JudgeEffort.NONE,
          false,
          Examples.NONE);

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
    Optional<ObservedScore> score = observation.getScore();
    Optional<String> reason = observation.getReason();
    SortedMap<String, WeightedTotal> letters = new TreeMap<>();
    reason.ifPresent(it -> letters.put(it, WeightedTotal.of(weight)));
    return new WindowAggregate(
        score.map(it -> Moments.of(it.getValue(), weight)).orElse(Moments.NONE),
        score
            .map(it ->
                LevelCounts.of(it.getLevel(), weight, it.getScaleMinimum(), it.getScaleMaximum()))
            .orElse(LevelCounts.NONE),
        score.map(it -> expected(it, weight)).orElse(ExpectedScores.NONE),
        score.isEmpty() && reason.isEmpty() ? WeightedTotal.of(weight) : WeightedTotal.NONE,
        letters,
        observation.getEffort().map(JudgeEffort::of).orElse(JudgeEffort.NONE),
        observation.getStandIn(),
        observation
            .getRequestId()
            .map(id ->
                Examples.of(
                    new Example(
                        id,
                        observation.getGeneratedAt(),
                        score.map(ObservedScore::getValue).orElse(Double.NaN))))
            .orElse(Examples.NONE));
  }

  private static ExpectedScores expected(ObservedScore score, double weight) {
    return score
        .getExpected()
        .map(value ->
            ExpectedScores.of(value, weight, score.getScaleMaximum() - score.getScaleMinimum()))
        .orElse(ExpectedScores.NONE);
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
        standIn || other.standIn,
        examples.merge(other.examples));
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
