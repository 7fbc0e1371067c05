package io.gavel.agreement;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// How far a judge contradicts itself between direct assessment and pairwise ranking of the same
/// responses, as the Prometheus 2 paper (Kim et al. 2024, section 6) looks at it. The choice of
/// direct assessment is that of the two scores; equal ones are a tie.
///
/// @param pairs how many pairs have a choice in both formats
/// @param disagreement the share of them on which the two choices differ, 0 to 1
/// @param directAccuracy the share of all pairs on which direct assessment is right; ties included
/// @param pairwiseAccuracy the same of pairwise ranking
public record FormatGap(
    long pairs, double disagreement, double directAccuracy, double pairwiseAccuracy) {
  /// One pair that was assessed in both formats.
  ///
  /// @param label what is right
  /// @param direct the choice of the two scores; empty where one is missing
  /// @param pairwise the choice of the pairwise verdict; empty where there is none
  public record Pair(Choice label, Optional<Choice> direct, Optional<Choice> pairwise) {}

  /// The gap over pairs; empty where none has a choice in both formats.
  public static Optional<FormatGap> of(List<Pair> pairs) {
    List<Pair> both =
        pairs.stream().filter(p -> p.direct().isPresent() && p.pairwise().isPresent()).toList();
    if (both.isEmpty()) {
      return Optional.empty();
    }
    long differ = both.stream().filter(pair -> !pair.direct().equals(pair.pairwise())).count();
    return Optional.of(
        new FormatGap(
            both.size(),
            (double) differ / both.size(),
            accuracy(pairs.stream().map(p -> new LabelledChoice(p.label(), p.direct())).toList()),
            accuracy(
                pairs.stream().map(p -> new LabelledChoice(p.label(), p.pairwise())).toList())));
  }

  /// How much more often pairwise ranking is right; negative where it is less often.
  public double accuracyDifference() {
    return pairwiseAccuracy - directAccuracy;
  }

  private static double accuracy(List<LabelledChoice> choices) {
    OptionalDouble share = PairAccuracy.WITH_TIES.of(choices);
    return share.orElseThrow();
  }
}
