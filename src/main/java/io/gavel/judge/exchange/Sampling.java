package io.gavel.judge.exchange;

/// How answers are drawn in one call, beyond what the profile says of every call.
///
/// @param answers how many are wanted, 1 or more; a server may give fewer
/// @param maxTokens the longest answer, in tokens
public record Sampling(int answers, int maxTokens) {
  /// Checks.
  public Sampling {
    if (answers < 1 || maxTokens < 1) {
      throw new IllegalArgumentException("answers " + answers + ", max tokens " + maxTokens);
    }
  }
}
