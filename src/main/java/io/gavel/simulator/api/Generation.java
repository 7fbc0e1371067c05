package io.gavel.simulator.api;

import io.gavel.simulator.model.Prompt;

/// One answer as it is sent.
///
/// @param text its text, cut off at its token limit
/// @param tokens how many it has
/// @param isCutOff whether the limit ended it
record Generation(String text, int tokens, boolean isCutOff) {
  static Generation of(String text, int maxTokens) {
    int tokens = Prompt.tokens(text);
    return tokens <= maxTokens
        ? new Generation(text, tokens, false)
        : new Generation(
            text.substring(0, maxTokens * Prompt.CHARACTERS_PER_TOKEN), maxTokens, true);
  }

  /// As `finish_reason` says it.
  String finishReason() {
    return isCutOff ? "length" : "stop";
  }
}
