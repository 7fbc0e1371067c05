package io.gavel.simulator.model;

import java.time.Duration;

/// One answer to be generated. Belongs to the one [ServerModel] it is given to, which keeps its
/// state here.
public final class Job {
  final Prompt prompt;
  final int outputTokens;
  final double ownNanos;
  final double stretch;

  long order;
  int cachedTokens;
  double firstTokenAt;
  double lastTokenAt;
  long submittedNanos;
  long startedNanos;
  long firstTokenNanos;

  /// @param prompt what is asked
  /// @param outputTokens how many tokens the answer has
  /// @param own time it takes before its first token, beside what the server's token times say
  /// @param stretch above 0: how many times longer than others it takes, 1 for as long
  public Job(Prompt prompt, int outputTokens, Duration own, double stretch) {
    this.prompt = prompt;
    this.outputTokens = outputTokens;
    this.ownNanos = own.toNanos();
    this.stretch = stretch;
  }

  /// How many tokens its prompt has.
  public int promptTokens() {
    return prompt.tokens();
  }

  /// How many tokens it holds in the server's memory once it is done.
  int heldTokens() {
    return prompt.tokens() + outputTokens;
  }
}
