package io.gavel.web.reward.book;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is known of one sample. Under the book's lock.
final class Entry {
  private final SampleId id;
  private final Set<Waiter> waiters = new LinkedHashSet<>();
  private final Set<String> lostRequests = new HashSet<>();
  private @Nullable Composed reward;
  private @Nullable Loss loss;
  private boolean wholeLost;

  Entry(SampleId id) {
    this.id = id;
  }

  SampleId id() {
    return id;
  }

  Set<Waiter> waiters() {
    return waiters;
  }

  Optional<Composed> reward() {
    return Optional.ofNullable(reward);
  }

  /// Whether no more comes of it: it has its reward, or can have none.
  boolean isSettled() {
    return reward != null || wholeLost;
  }

  /// Takes the reward; a later one, of what was sent again, takes its place.
  void compose(Composed composed) {
    reward = composed;
  }

  void lose(Loss news) {
    loss = news;
    news.requestId().ifPresent(lostRequests::add);
    wholeLost |= news.whole() || (news.requests() > 0 && lostRequests.size() >= news.requests());
  }

  /// Why it can have no reward that is acceptable; empty where it has one, or may yet.
  Optional<String> impossible(boolean acceptPartial) {
    if (reward != null) {
      return reward.complete() || acceptPartial ? Optional.empty() : Optional.of(partial(reward));
    }
    return wholeLost || !acceptPartial ? lost() : Optional.empty();
  }

  /// That it has no reward and has lost a judgement, for a person; empty otherwise.
  Optional<String> lost() {
    return reward == null && loss != null
        ? Optional.of("a judgement became a dead letter (%s)%s".formatted(cause(), mend()))
        : Optional.empty();
  }

  private String partial(Composed composed) {
    return "its reward is of %d of %d judgements (%s), and web.get_reward.accept_partial is off%s"
        .formatted(composed.parts().size(), composed.requests(), cause(), mend());
  }

  private String cause() {
    return loss == null ? "the others did not come in time" : loss.reason() + ": " + loss.detail();
  }

  private String mend() {
    return "; `gavel dead-letters list` shows it as generation " + id.text();
  }
}
