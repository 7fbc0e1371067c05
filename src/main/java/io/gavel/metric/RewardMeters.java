package io.gavel.metric;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What becomes of pairs once they are asked, and of rewards. A counter counts what was processed:
/// a transaction that is aborted and repeated is counted twice. For any thread.
public final class RewardMeters {
  /// The outcome of a pair of which both orders preferred the same response.
  public static final String PREFERRED = "preferred";

  /// The outcome of a pair of which both orders preferred neither.
  public static final String TIE = "tie";

  /// The outcome of a pair whose orders gave different verdicts: position bias.
  public static final String ORDERS_DISAGREED = "orders_disagreed";

  /// The outcome of a pair of which a verdict did not come in time.
  public static final String GIVEN_UP = "given_up";

  /// The outcome of a generation whose reward has all its rubrics in it.
  public static final String COMPLETE = "complete";

  /// The outcome of a generation of whose judge requests all came out, some as dead letters.
  public static final String DEAD_LETTER = "dead_letter";

  /// The outcome of a generation of whose judge requests some did not come out in time.
  public static final String INCOMPLETE = "incomplete";

  /// The outcome of a generation that gets no reward: nothing of it has a score that counts.
  public static final String UNSCORED = "unscored";

  /// Why a record was passed over: it cannot be read.
  public static final String UNREADABLE = "unreadable";

  /// Why a record was passed over: it came after its group was finished, or its generation had its
  /// reward.
  public static final String LATE = "late";

  /// Why a record was passed over: its pair was decided, or its request came out, already.
  public static final String DUPLICATE = "duplicate";

  private final MeterRegistry registry;
  private final Map<String, Long> waiting = new ConcurrentHashMap<>();
  private final Map<String, Long> rewardsWaiting = new ConcurrentHashMap<>();

  /// @param registry where the meters are registered
  public RewardMeters(MeterRegistry registry) {
    this.registry = registry;
    Catalogue.PAIR_ORDERS_WAITING.in(registry, this::waiting);
    Catalogue.REWARDS_WAITING.in(registry, this::rewardsWaiting);
  }

  /// Counts pairs.
  ///
  /// @param outcome [#PREFERRED], [#TIE], [#ORDERS_DISAGREED] or [#GIVEN_UP]
  /// @param count how many, 0 or more
  public void pairs(String outcome, int count) {
    if (count > 0) {
      Catalogue.PAIRS.in(registry, outcome).increment(count);
    }
  }

  /// Counts pairs that have a preference, and whose generations have absolute scores too.
  ///
  /// @param agreed how many of them the absolute scores order alike, 0 or more
  /// @param disagreed how many otherwise, 0 or more
  public void scoredPairs(int agreed, int disagreed) {
    if (agreed + disagreed > 0) {
      Catalogue.PAIRS_SCORED.in(registry, "agreed").increment(agreed);
      Catalogue.PAIRS_SCORED.in(registry, "disagreed").increment(disagreed);
    }
  }

  /// Counts one ranking.
  ///
  /// @param complete whether all pairs of the group are in it
  public void ranking(boolean complete) {
    Catalogue.RANKINGS.in(registry, complete ? "complete" : "partial").increment();
  }

  /// Counts one generation.
  ///
  /// @param outcome [#COMPLETE], [#DEAD_LETTER], [#INCOMPLETE] or [#UNSCORED]
  public void reward(String outcome) {
    Catalogue.REWARDS.in(registry, outcome).increment();
  }

  /// Counts one record that was passed over.
  ///
  /// @param reason [#UNREADABLE], [#LATE] or [#DUPLICATE]
  public void skipped(String reason) {
    Catalogue.REWARD_SKIPPED.in(registry, reason).increment();
  }

  /// Sets how many orders wait in one task.
  ///
  /// @param task names the task
  /// @param count how many, 0 or more
  public void waiting(String task, long count) {
    waiting.put(task, count);
  }

  /// Sets how many generations wait for their outcomes in one task.
  ///
  /// @param task names the task
  /// @param count how many, 0 or more
  public void rewardsWaiting(String task, long count) {
    rewardsWaiting.put(task, count);
  }

  /// Forgets a task that this worker no longer has.
  ///
  /// @param task names the task
  public void released(String task) {
    waiting.remove(task);
    rewardsWaiting.remove(task);
  }

  /// How many orders wait in this worker's tasks.
  public long waiting() {
    return sum(waiting);
  }

  /// How many generations wait for their outcomes in this worker's tasks.
  public long rewardsWaiting() {
    return sum(rewardsWaiting);
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
