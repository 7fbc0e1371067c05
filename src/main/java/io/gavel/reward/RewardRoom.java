package io.gavel.reward;

import io.gavel.hash.Ids;
import io.gavel.reward.decision.Composing;
import io.gavel.schema.RewardOutcome;
import io.gavel.schema.RewardTally;
import io.gavel.streams.AgeIndex;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The generations of one task: those that wait for their outcomes, and those that have their
/// reward. All is in a store; in memory is only what finds it by age, made from the store when the
/// task starts. For the task's thread.
final class RewardRoom {
  private final KeyValueStore<String, RewardTally> tallies;
  private final AgeIndex waiting = new AgeIndex();
  private final AgeIndex composed = new AgeIndex();

  /// Opens it with what the store holds.
  RewardRoom(KeyValueStore<String, RewardTally> tallies) {
    this.tallies = tallies;
    try (KeyValueIterator<String, RewardTally> all = tallies.all()) {
      while (all.hasNext()) {
        KeyValue<String, RewardTally> entry = all.next();
        index(entry.key, entry.value);
      }
    }
  }

  /// The key of an outcome's generation.
  static String key(RewardOutcome outcome) {
    return Ids.hash(outcome.getGenerationId());
  }

  /// How many generations wait.
  int waiting() {
    return waiting.size();
  }

  /// How many generations are remembered that have their reward.
  int composed() {
    return composed.size();
  }

  @Nullable RewardTally tally(String key) {
    return tallies.get(key);
  }

  /// Keeps how far a generation is.
  void keep(String key, RewardTally tally) {
    tallies.put(key, tally);
    index(key, tally);
  }

  /// Lets the outcomes of a generation go, and remembers that it has its reward.
  void compose(String key, Instant now) {
    keep(key, Composing.composed(now));
  }

  /// Lets a generation go.
  void forget(String key) {
    waiting.remove(key);
    composed.remove(key);
    tallies.delete(key);
  }

  /// The generation that has waited for longest.
  Optional<String> longestWaiting() {
    return waiting.oldest();
  }

  /// That generation, where it has waited since this instant or longer.
  Optional<String> waitingSince(Instant latest) {
    return waiting.oldest(latest);
  }

  /// The generation that has had its reward for longest.
  Optional<String> longestComposed() {
    return composed.oldest();
  }

  /// That generation, where it has had it since this instant or longer.
  Optional<String> composedSince(Instant latest) {
    return composed.oldest(latest);
  }

  private void index(String key, RewardTally tally) {
    waiting.remove(key);
    composed.remove(key);
    (tally.getComposed() ? composed : waiting).put(key, tally.getSince(), 1);
  }
}
