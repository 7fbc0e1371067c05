package io.gavel.web.reward.book;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// One request that waits for its samples' rewards. Under the book's lock.
final class Waiter {
  private final List<Entry> samples;
  private final Instant since;
  private final Instant deadline;
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();

  /// @param samples in the request's order; the same one may stand there more than once
  Waiter(List<Entry> samples, Instant since, Instant deadline) {
    this.samples = List.copyOf(samples);
    this.since = since;
    this.deadline = deadline;
    this.samples.forEach(sample -> sample.waiters().add(this));
  }

  List<Entry> samples() {
    return samples;
  }

  Instant since() {
    return since;
  }

  Instant deadline() {
    return deadline;
  }

  CompletableFuture<Answer> answer() {
    return answer;
  }

  /// How many samples have no reward yet.
  long missing() {
    return samples.stream().filter(sample -> sample.reward().isEmpty()).count();
  }

  /// The answer as far as it is certain: all rewards, or that one can never come.
  Optional<Answer> certain(boolean acceptPartial) {
    List<Composed> rewards = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      Optional<String> impossible = samples.get(i).impossible(acceptPartial);
      if (impossible.isPresent()) {
        return Optional.of(never(i, impossible.get()));
      }
      samples.get(i).reward().ifPresent(rewards::add);
    }
    return rewards.size() == samples.size()
        ? Optional.of(new Answer.Rewards(rewards))
        : Optional.empty();
  }

  /// That a sample without a reward has lost a judgement, and so may wait in vain.
  Optional<Answer> doubtful() {
    for (int i = 0; i < samples.size(); i++) {
      Optional<String> lost = samples.get(i).lost();
      if (lost.isPresent()) {
        return Optional.of(never(i, lost.get()));
      }
    }
    return Optional.empty();
  }

  private static Answer never(int number, String why) {
    return new Answer.Never("there is no reward for query[%d]: %s".formatted(number, why));
  }
}
