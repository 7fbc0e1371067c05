package io.gavel.web.reward.book;

import java.time.Duration;
import java.util.List;

/// What a request for rewards is answered. None of these can turn a failure into a number.
public sealed interface Answer {
  /// All rewards.
  ///
  /// @param rewards in the order of the samples, one for each
  record Rewards(List<Composed> rewards) implements Answer {
    /// Copies.
    public Rewards {
      rewards = List.copyOf(rewards);
    }
  }

  /// Not now: the same request may be answered later.
  ///
  /// @param why for a person
  /// @param retryAfter when to ask again
  record NotNow(String why, Duration retryAfter) implements Answer {}

  /// Never: the same request has no answer until somebody mends what is wrong.
  ///
  /// @param why for a person, naming the sample
  record Never(String why) implements Answer {}
}
