package io.gavel.judge.exchange;

import java.util.List;

/// One token of an answer.
///
/// @param text its text as the server gives it
/// @param logProbability the natural logarithm of its probability, 0 or less
/// @param alternatives the most probable tokens at its place, it usually among them; empty where
///   the server gave none
public record Token(String text, double logProbability, List<Alternative> alternatives) {
  /// Copies.
  public Token {
    alternatives = List.copyOf(alternatives);
  }

  /// A token that could have stood there.
  ///
  /// @param text its text as the server gives it
  /// @param logProbability the natural logarithm of its probability, 0 or less
  public record Alternative(String text, double logProbability) {}
}
