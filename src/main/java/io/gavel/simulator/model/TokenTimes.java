package io.gavel.simulator.model;

/// How long a server computes. A request's first token comes after `firstTokenNanos` and
/// `promptTokenNanos` for every token of its prompt that is not in the prefix cache. Then every
/// request of the batch gets a token each `outputTokenNanos + outputTokenPerRunningNanos x
/// running`: the batch shares the memory bandwidth, so all slow down together as it grows.
///
/// @param firstTokenNanos 0 or more
/// @param promptTokenNanos 0 or more
/// @param outputTokenNanos 0 or more
/// @param outputTokenPerRunningNanos 0 or more
public record TokenTimes(
    double firstTokenNanos,
    double promptTokenNanos,
    double outputTokenNanos,
    double outputTokenPerRunningNanos) {
  /// No time at all: what a job takes is its own latency.
  public static final TokenTimes NONE = new TokenTimes(0, 0, 0, 0);

  double prefillNanos(int promptTokens) {
    return firstTokenNanos + promptTokenNanos * promptTokens;
  }

  double perTokenNanos(int running) {
    return outputTokenNanos + outputTokenPerRunningNanos * running;
  }
}
