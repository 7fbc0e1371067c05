package io.gavel.reward.decision;

import io.gavel.schema.Reward;
import io.gavel.schema.RewardOutcome;
import io.gavel.schema.RewardPart;
import io.gavel.schema.RewardTally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Composes the outcomes of a generation's judge requests into one reward: the mean of its scores,
/// each from 0 to 1 on its rubric's scale, weighted as its policies say. What became a dead letter
/// is left out, and so is its weight. A function of the outcomes: in which order they came changes
/// nothing.
public final class Composing {
  private static final Comparator<RewardOutcome> BY_RUBRIC =
      Comparator.comparing(RewardOutcome::getRubricId)
          .thenComparingInt(RewardOutcome::getRubricVersion)
          .thenComparing(RewardOutcome::getRequestId);

  private Composing() {}

  /// A tally with an outcome. A request counts once: what came first stays, but a score takes the
  /// place of a dead letter, for the request was sent again.
  ///
  /// @param before the tally so far, not composed, or null
  /// @param news the outcome
  /// @param now when it came
  /// @return empty where the outcome brings nothing new
  public static Optional<RewardTally> with(
      @Nullable RewardTally before, RewardOutcome news, Instant now) {
    if (before == null) {
      return Optional.of(new RewardTally(List.of(news), false, now));
    }
    List<RewardOutcome> outcomes = new ArrayList<>(before.getOutcomes());
    Optional<RewardOutcome> known =
        outcomes.stream()
            .filter(outcome -> outcome.getRequestId().equals(news.getRequestId()))
            .findFirst();
    if (known.isPresent()) {
      if (known.get().getValue().isPresent() || news.getValue().isEmpty()) {
        return Optional.empty();
      }
      outcomes.remove(known.get());
    }
    outcomes.add(news);
    return Optional.of(new RewardTally(outcomes, false, before.getSince()));
  }

  /// Whether every request of the generation came out.
  public static boolean isWhole(RewardTally tally) {
    return tally.getOutcomes().size() >= requests(tally);
  }

  /// Composes the reward from what is there; empty where nothing has a score, or nothing that has
  /// one has a weight.
  ///
  /// @param tally not composed
  /// @param now when it is composed
  public static Optional<Reward> compose(RewardTally tally, Instant now) {
    List<RewardOutcome> outcomes = tally.getOutcomes().stream().sorted(BY_RUBRIC).toList();
    List<RewardPart> parts = outcomes.stream().flatMap(outcome -> part(outcome).stream()).toList();
    double weights = parts.stream().mapToDouble(RewardPart::getWeight).sum();
    if (!(weights > 0) || Double.isInfinite(weights)) {
      return Optional.empty();
    }
    double value =
        parts.stream().mapToDouble(part -> part.getValue() * (part.getWeight() / weights)).sum();
    RewardOutcome first = outcomes.getFirst();
    int requests = requests(tally);
    return Optional.of(
        Reward.newBuilder()
            .setGenerationId(first.getGenerationId())
            .setCandidateGroup(first.getCandidateGroup().orElse(null))
            .setApplication(first.getApplication())
            .setModel(first.getModel())
            .setGeneratedAt(first.getGeneratedAt())
            // Rounding may carry a mean of ones a little beyond one.
            .setValue(Math.min(1, value))
            .setComplete(parts.size() == requests)
            .setRequests(requests)
            .setDeadLetters(outcomes.size() - parts.size())
            .setParts(parts)
            .setStandIn(
                outcomes.stream()
                    .anyMatch(outcome -> outcome.getValue().isPresent() && outcome.getStandIn()))
            .setComposedAt(now)
            .build());
  }

  /// What remains of a tally whose reward is composed.
  ///
  /// @param now when it was
  public static RewardTally composed(Instant now) {
    return new RewardTally(List.of(), true, now);
  }

  /// The part of an outcome with a score and a weight that is one.
  private static Optional<RewardPart> part(RewardOutcome outcome) {
    double weight = outcome.getWeight();
    return outcome
        .getValue()
        .filter(_ -> weight >= 0 && Double.isFinite(weight))
        .map(value ->
            new RewardPart(
                outcome.getRequestId(),
                outcome.getRubricId(),
                outcome.getRubricVersion(),
                value,
                weight));
  }

  private static int requests(RewardTally tally) {
    int told =
        tally.getOutcomes().stream()
            .mapToInt(RewardOutcome::getRequestsOfGeneration)
            .max()
            .orElse(0);
    return Math.max(told, tally.getOutcomes().size());
  }
}
