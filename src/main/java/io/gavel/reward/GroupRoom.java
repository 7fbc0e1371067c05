package io.gavel.reward;

import io.gavel.hash.Ids;
import io.gavel.schema.CandidateScore;
import io.gavel.schema.DecidedPair;
import io.gavel.schema.GroupScores;
import io.gavel.schema.PairOrder;
import io.gavel.schema.PairTally;
import io.gavel.streams.AgeIndex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The candidate groups of one task: orders of pairs that wait for their other half, whole in a
/// store; how far each group is, in another; and the absolute scores within each group. In memory
/// is only what finds them by age, made from the stores when the task starts. For the task's
/// thread.
final class GroupRoom {
  /// The most absolute scores that are kept of one group.
  private static final int MOST_SCORES = 1_000;

  private final KeyValueStore<String, PairOrder> orders;
  private final KeyValueStore<String, PairTally> tallies;
  private final KeyValueStore<String, GroupScores> scores;
  private final AgeIndex open = new AgeIndex();
  private final AgeIndex finished = new AgeIndex();
  private final AgeIndex scored = new AgeIndex();

  /// Opens it with what the stores hold.
  GroupRoom(
      KeyValueStore<String, PairOrder> orders,
      KeyValueStore<String, PairTally> tallies,
      KeyValueStore<String, GroupScores> scores) {
    this.orders = orders;
    this.tallies = tallies;
    this.scores = scores;
    try (KeyValueIterator<String, PairTally> all = tallies.all()) {
      while (all.hasNext()) {
        KeyValue<String, PairTally> entry = all.next();
        index(entry.key, entry.value);
      }
    }
    try (KeyValueIterator<String, GroupScores> all = scores.all()) {
      while (all.hasNext()) {
        KeyValue<String, GroupScores> entry = all.next();
        scored.put(entry.key, entry.value.getChangedAt(), entry.value.getScores().size());
      }
    }
  }

  /// The key of an order's group, rubric and version, and of those it was paired with: a later
  /// batch of the same group is counted by itself.
  static String tallyKey(PairOrder order) {
    return Ids.hash(
        order.getCandidateGroup(),
        order.getRubricId(),
        Integer.toString(order.getRubricVersion()),
        order.getPairingId());
  }

  /// The key of one order within its group.
  static String orderKey(String tallyKey, String shownFirst, String shownSecond) {
    return Ids.hash(tallyKey, shownFirst, shownSecond);
  }

  private static String scoresKey(String candidateGroup) {
    return Ids.hash(candidateGroup);
  }

  /// How many orders wait for their request, their verdict or their swapped order.
  long ordersWaiting() {
    return open.weight();
  }

  /// How many groups are remembered that are finished.
  int groupsFinished() {
    return finished.size();
  }

  /// How many absolute scores are kept.
  long scoresKept() {
    return scored.weight();
  }

  @Nullable PairOrder order(String key) {
    return orders.get(key);
  }

  @Nullable PairTally tally(String key) {
    return tallies.get(key);
  }

  /// Keeps an order.
  void keep(String key, PairOrder order) {
    orders.put(key, order);
  }

  /// Keeps how far a group is.
  void keep(String key, PairTally tally) {
    tallies.put(key, tally);
    index(key, tally);
  }

  /// Lets an order go.
  void remove(String key) {
    orders.delete(key);
  }

  /// Lets all orders of a group go, and remembers that it is finished.
  void finish(String key, PairTally tally, Instant now) {
    tally.getOrders().forEach(orders::delete);
    keep(
        key,
        PairTally.newBuilder(tally)
            .setOrders(List.of())
            .setDecided(List.<DecidedPair>of())
            .setCandidates(List.of())
            .setFinished(true)
            .setChangedAt(now)
            .build());
  }

  /// The group that has been quiet for longest of those that are not finished.
  Optional<String> quietest() {
    return open.oldest();
  }

  /// That group, where it has been quiet since this instant or longer.
  Optional<String> quietSince(Instant latest) {
    return open.oldest(latest);
  }

  /// Forgets groups that are finished, and scores.
  ///
  /// @param latest those that have been quiet since then or longer
  /// @param most how many of each at most
  void forget(Instant latest, int most) {
    for (int left = most; left > 0; left--) {
      finished.oldest(latest).ifPresent(this::forgetFinished);
      scored.oldest(latest).ifPresent(this::forgetScores);
    }
  }

  /// Forgets the group that was finished first.
  void forgetOldestFinished() {
    finished.oldest().ifPresent(this::forgetFinished);
  }

  /// Forgets the scores of the group that has had none for longest.
  void forgetOldestScores() {
    scored.oldest().ifPresent(this::forgetScores);
  }

  /// The absolute scores within a group.
  List<CandidateScore> scores(String candidateGroup) {
    GroupScores known = scores.get(scoresKey(candidateGroup));
    return known == null ? List.of() : known.getScores();
  }

  /// Keeps a score, in place of an earlier one of the same generation and rubric; of more than
  /// 1,000 the oldest goes.
  void keep(CandidateScore score, Instant now) {
    List<CandidateScore> all = new ArrayList<>(scores(score.getCandidateGroup()));
    all.removeIf(other ->
        other.getGenerationId().equals(score.getGenerationId())
            && other.getRubricId().equals(score.getRubricId()));
    all.add(score);
    // Their record must not outgrow what a broker takes, however many bear the group's name.
    while (all.size() > MOST_SCORES) {
      all.removeFirst();
    }
    String key = scoresKey(score.getCandidateGroup());
    scores.put(key, new GroupScores(all, now));
    scored.put(key, now, all.size());
  }

  private void forgetFinished(String key) {
    finished.remove(key);
    tallies.delete(key);
  }

  private void forgetScores(String key) {
    scored.remove(key);
    scores.delete(key);
  }

  private void index(String key, PairTally tally) {
    open.remove(key);
    finished.remove(key);
    (tally.getFinished() ? finished : open)
        .put(key, tally.getChangedAt(), tally.getOrders().size());
  }
}
