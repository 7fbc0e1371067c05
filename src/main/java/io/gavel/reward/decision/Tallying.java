package io.gavel.reward.decision;

import io.gavel.schema.DecidedPair;
import io.gavel.schema.PairCandidate;
import io.gavel.schema.PairOrder;
import io.gavel.schema.PairTally;
import io.gavel.schema.Preference;
import io.gavel.schema.Preferred;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps count of the pairs of a candidate group.
public final class Tallying {
  private Tallying() {}

  /// A tally that knows what an order says of its group; begun where there is none.
  ///
  /// @param before the tally so far, or null
  public static PairTally with(@Nullable PairTally before, PairOrder order) {
    PairTally.Builder tally =
        before == null
            ? PairTally.newBuilder()
                .setCandidateGroup(order.getCandidateGroup())
                .setRubricId(order.getRubricId())
                .setRubricVersion(order.getRubricVersion())
                .setChangedAt(Instant.EPOCH)
            : PairTally.newBuilder(before);
    List<PairCandidate> candidates =
        new ArrayList<>(before == null ? List.of() : before.getCandidates());
    if (order.getModel().isPresent()
        && candidates.stream()
            .noneMatch(known -> known.getGenerationId().equals(order.getGenerationId()))) {
      candidates.add(new PairCandidate(order.getGenerationId(), order.getModel().get()));
    }
    int pairs = before == null ? 0 : before.getPairsOfGroup();
    return tally
        .setCandidates(candidates)
        .setPairsOfGroup(Math.max(pairs, order.getPairsOfGroup()))
        .build();
  }

  /// Whether the pair of an order is decided.
  public static boolean isDecided(PairTally tally, PairOrder order) {
    String first = smaller(order.getGenerationId(), order.getComparedToId());
    String second = larger(order.getGenerationId(), order.getComparedToId());
    return tally.getDecided().stream()
        .anyMatch(pair -> pair.getFirstId().equals(first) && pair.getSecondId().equals(second));
  }

  /// A tally with an order that waits for its other half.
  ///
  /// @param key the order's
  /// @param now when something last came
  public static PairTally waiting(PairTally tally, String key, Instant now) {
    List<String> orders = new ArrayList<>(tally.getOrders());
    if (!orders.contains(key)) {
      orders.add(key);
    }
    return PairTally.newBuilder(tally).setOrders(orders).setChangedAt(now).build();
  }

  /// A tally with a pair that is decided.
  ///
  /// @param preference what was decided
  /// @param keys those of the pair's orders, which wait no more
  /// @param now when something last came
  public static PairTally decided(
      PairTally tally, Preference preference, Collection<String> keys, Instant now) {
    List<String> orders = new ArrayList<>(tally.getOrders());
    orders.removeAll(keys);
    List<DecidedPair> decided = new ArrayList<>(tally.getDecided());
    decided.add(decided(preference));
    return PairTally.newBuilder(tally)
        .setOrders(orders)
        .setDecided(decided)
        .setStandIn(tally.getStandIn() || preference.getStandIn())
        .setChangedAt(now)
        .build();
  }

  private static DecidedPair decided(Preference preference) {
    String chosen = preference.getChosenGenerationId();
    String rejected = preference.getRejectedGenerationId();
    String first = smaller(chosen, rejected);
    Preferred preferred = first.equals(chosen) ? Preferred.FIRST : Preferred.SECOND;
    return new DecidedPair(
        first,
        larger(chosen, rejected),
        preference.getTie() ? Preferred.TIE : preferred,
        preference.getOrdersAgreed());
  }

  private static String smaller(String one, String other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static String larger(String one, String other) {
    return one.compareTo(other) < 0 ? other : one;
  }
}
