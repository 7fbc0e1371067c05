package io.gavel.web.reward;

import io.gavel.web.reward.book.Answer;
import io.gavel.web.reward.book.Sample;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// What gets rewards for samples.
public interface Rewarding {
  /// Asks for them; returns at once.
  ///
  /// @param samples in the order of the answer
  /// @return completed within `web.get_reward.wait`, never with a failure
  CompletableFuture<Answer> ask(List<Sample> samples);
}
