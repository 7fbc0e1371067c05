package io.gavel.reward.decision;

import io.gavel.agreement.Choice;
import io.gavel.agreement.PairResult;
import io.gavel.agreement.ranking.BradleyTerry;
import io.gavel.agreement.ranking.Ranked;
import io.gavel.schema.CandidateScore;
import io.gavel.schema.DecidedPair;
import io.gavel.schema.PairCandidate;
import io.gavel.schema.PairTally;
import io.gavel.schema.Preferred;
import io.gavel.schema.RankedCandidate;
import io.gavel.schema.Ranking;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Puts the candidates of a group in order, from the pairs that are decided. A function of the
/// pairs alone: in which order they were decided changes nothing.
public final class Ranker {
  private static final int FEWEST_CANDIDATES = 3;

  /// What rounding may make of two numbers that are equal.
  private static final double EQUAL = 1e-9;

  private Ranker() {}

  /// How the absolute scores of a group's candidates go with its pairs.
  ///
  /// @param scoredPairs pairs that are no tie, whose both candidates have absolute scores that
  ///   differ
  /// @param agreed those of them in which the absolute scores prefer the same candidate
  public record Consistency(int scoredPairs, int agreed) {}

  private record Played(int wins, int losses, int ties) {
    private static final Played NONE = new Played(0, 0, 0);

    private Played plus(Choice choice) {
      return switch (choice) {
        case FIRST -> new Played(wins + 1, losses, ties);
        case SECOND -> new Played(wins, losses + 1, ties);
        case TIE -> new Played(wins, losses, ties + 1);
      };
    }
  }

  /// Ranks; empty where fewer than three candidates were compared.
  ///
  /// @param tally the pairs
  /// @param consistency of the same pairs
  /// @param now when it is made
  public static Optional<Ranking> rank(PairTally tally, Consistency consistency, Instant now) {
    List<PairResult> results =
        tally.getDecided().stream()
            .sorted(
                Comparator.comparing(DecidedPair::getFirstId)
                    .thenComparing(DecidedPair::getSecondId))
            .map(pair ->
                new PairResult(pair.getFirstId(), pair.getSecondId(), choice(pair.getPreferred())))
            .toList();
    Map<String, Played> played = new TreeMap<>();
    for (PairResult result : results) {
      add(played, result.first(), result.choice());
      add(played, result.second(), result.choice().swapped());
    }
    if (played.size() < FEWEST_CANDIDATES) {
      return Optional.empty();
    }
    return Optional.of(
        Ranking.newBuilder()
            .setCandidateGroup(tally.getCandidateGroup())
            .setRubricId(tally.getRubricId())
            .setRubricVersion(tally.getRubricVersion())
            .setCandidates(ranked(tally, played, results))
            .setPairs(results.size())
            .setPairsOfGroup(Math.max(tally.getPairsOfGroup(), results.size()))
            .setComplete(results.size() >= tally.getPairsOfGroup())
            .setOrdersDisagreed(
                (int) tally.getDecided().stream().filter(pair -> !pair.getOrdersAgreed()).count())
            .setScoredPairs(consistency.scoredPairs())
            .setScoresAgreed(consistency.agreed())
            .setStandIn(tally.getStandIn())
            .setRankedAt(now)
            .build());
  }

  /// Compares pairs with absolute scores: each candidate's mean over its absolute rubrics.
  ///
  /// @param pairs decided
  /// @param scores of candidates of the same group
  public static Consistency consistency(List<DecidedPair> pairs, List<CandidateScore> scores) {
    Map<String, Double> means =
        scores.stream()
            .collect(
                Collectors.groupingBy(
                    CandidateScore::getGenerationId,
                    Collectors.averagingDouble(CandidateScore::getValue)));
    int scored = 0;
    int agreed = 0;
    for (DecidedPair pair : pairs) {
      Double first = means.get(pair.getFirstId());
      Double second = means.get(pair.getSecondId());
      if (first == null
          || second == null
          || Math.abs(first - second) < EQUAL
          || pair.getPreferred() == Preferred.TIE) {
        continue;
      }
      scored++;
      agreed += (first > second) == (pair.getPreferred() == Preferred.FIRST) ? 1 : 0;
    }
    return new Consistency(scored, agreed);
  }

  private static List<RankedCandidate> ranked(
      PairTally tally, Map<String, Played> played, List<PairResult> results) {
    Map<String, String> models =
        tally.getCandidates().stream()
            .collect(
                Collectors.toMap(
                    PairCandidate::getGenerationId, PairCandidate::getModel, (one, _) -> one));
    List<Ranked> order = BradleyTerry.rank(results, BradleyTerry.DEFAULT_PRIOR);
    double sum = order.stream().mapToDouble(Ranked::strength).sum();
    return order.stream()
        .map(ranked -> {
          Played record = played.getOrDefault(ranked.candidate(), Played.NONE);
          return new RankedCandidate(
              ranked.candidate(),
              models.getOrDefault(ranked.candidate(), ""),
              ranked.strength() / sum,
              record.wins(),
              record.losses(),
              record.ties());
        })
        .toList();
  }

  private static void add(Map<String, Played> played, String id, Choice choice) {
    played.merge(id, Played.NONE.plus(choice), (known, _) -> known.plus(choice));
  }

  private static Choice choice(Preferred preferred) {
    return switch (preferred) {
      case FIRST -> Choice.FIRST;
      case SECOND -> Choice.SECOND;
      case TIE -> Choice.TIE;
    };
  }
}
