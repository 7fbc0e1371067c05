package io.gavel.simulator.answer;

import java.util.List;

/// A token of an answer.
///
/// @param text what it says
/// @param chances all that might have stood in its place, itself among them; empty where it was
///   certain
public record AnswerToken(String text, List<TokenChance> chances) {
  /// Copies the chances.
  public AnswerToken {
    chances = List.copyOf(chances);
  }
}
