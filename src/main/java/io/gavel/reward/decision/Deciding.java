package io.gavel.reward.decision;

import io.gavel.schema.PairOrder;
import io.gavel.schema.Preference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Makes a preference of the two orders in which a pair was asked. Where both name the same
/// response, that one is chosen; where both say that neither is better, it is a tie; where they
/// differ, position decided and not the response, and it is a tie that says so.
public final class Deciding {
  private Deciding() {}

  /// One order as both its request and its feedback tell it.
  ///
  /// @param known what is known so far, of the same order
  /// @param news what came now
  public static PairOrder together(PairOrder known, PairOrder news) {
    PairOrder.Builder both = PairOrder.newBuilder(known);
    if (news.getResponse().isPresent()) {
      both.setPairsOfGroup(news.getPairsOfGroup())
          .setInstruction(news.getInstruction().orElse(null))
          .setResponse(news.getResponse().get())
          .setModel(news.getModel().orElse(null));
    }
    if (news.getPreferred().isPresent()) {
      both.setPreferred(news.getPreferred().get())
          .setFeedback(news.getFeedback().orElse(null))
          .setStandIn(news.getStandIn());
    }
    return both.build();
  }

  /// Whether both the request and the feedback of an order have come.
  public static boolean isComplete(PairOrder order) {
    return order.getResponse().isPresent() && order.getPreferred().isPresent();
  }

  /// Decides.
  ///
  /// @param one an order, complete
  /// @param swapped the other order of the same pair, complete
  /// @param now when it is decided
  public static Preference decide(PairOrder one, PairOrder swapped, Instant now) {
    Optional<String> preferredByOne = preferred(one);
    boolean agreed = preferredByOne.equals(preferred(swapped));
    Optional<String> preferred = agreed ? preferredByOne : Optional.empty();
    String smaller =
        one.getGenerationId().compareTo(swapped.getGenerationId()) < 0
            ? one.getGenerationId()
            : swapped.getGenerationId();
    boolean oneIsChosen = one.getGenerationId().equals(preferred.orElse(smaller));
    PairOrder chosen = oneIsChosen ? one : swapped;
    PairOrder rejected = oneIsChosen ? swapped : one;
    return Preference.newBuilder()
        .setCandidateGroup(one.getCandidateGroup())
        .setRubricId(one.getRubricId())
        .setRubricVersion(one.getRubricVersion())
        .setInstruction(one.getInstruction().orElse(""))
        .setChosenGenerationId(chosen.getGenerationId())
        .setChosenResponse(chosen.getResponse().orElse(""))
        .setChosenModel(chosen.getModel().orElse(""))
        .setRejectedGenerationId(rejected.getGenerationId())
        .setRejectedResponse(rejected.getResponse().orElse(""))
        .setRejectedModel(rejected.getModel().orElse(""))
        .setTie(preferred.isEmpty())
        .setOrdersAgreed(agreed)
        .setFeedback(chosen.getFeedback().orElse(""))
        .setFeedbackReversed(rejected.getFeedback().orElse(""))
        .setRequestIds(List.of(chosen.getRequestId(), rejected.getRequestId()))
        .setStandIn(one.getStandIn() || swapped.getStandIn())
        .setDecidedAt(now)
        .build();
  }

  /// The generation that an order's verdict prefers; empty for a tie.
  private static Optional<String> preferred(PairOrder order) {
    return order
        .getPreferred()
        .flatMap(preferred ->
            switch (preferred) {
              case FIRST -> Optional.of(order.getGenerationId());
              case SECOND -> Optional.of(order.getComparedToId());
              case TIE -> Optional.empty();
            });
  }
}
