package io.gavel.simulator.api.completion;

import io.gavel.simulator.answer.AnswerToken;
import java.util.List;
import java.util.stream.Collectors;

/// One answer as it is sent.
///
/// @param tokens what it says, cut off at its token limit
/// @param isCutOff whether the limit ended it
public record Generation(List<AnswerToken> tokens, boolean isCutOff) {
  /// Cuts an answer off where it is longer than its limit.
  public static Generation of(List<AnswerToken> tokens, int maxTokens) {
    return tokens.size() <= maxTokens
        ? new Generation(tokens, false)
        : new Generation(tokens.subList(0, maxTokens), true);
  }

  /// All it says.
  public String text() {
    return tokens.stream().map(AnswerToken::text).collect(Collectors.joining());
  }

  /// As `finish_reason` says it.
  String finishReason() {
    return isCutOff ? "length" : "stop";
  }
}
