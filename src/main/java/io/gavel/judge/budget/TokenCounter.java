package io.gavel.judge.budget;

import io.gavel.judge.exchange.Prompt;
import java.util.OptionalInt;

/// What a judge's server tells of its model before it is asked. Any number of threads may ask.
public interface TokenCounter {
  /// How many tokens prompt and answer may have together; empty where the server does not tell.
  ///
  /// @throws InterruptedException when the thread is interrupted meanwhile
  OptionalInt contextLength() throws InterruptedException;

  /// How many tokens a prompt has; empty where the server does not count.
  ///
  /// @throws InterruptedException when the thread is interrupted meanwhile
  OptionalInt count(Prompt prompt) throws InterruptedException;
}
