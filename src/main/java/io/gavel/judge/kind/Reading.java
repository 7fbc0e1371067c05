package io.gavel.judge.kind;

/// What was found in an answer.
public sealed interface Reading {
  /// A score.
  ///
  /// @param score on the rubric's scale
  /// @param feedback the judge's words, without the result marker; may be empty
  record Score(int score, String feedback) implements Reading {}

  /// No score that can be relied on.
  ///
  /// @param why in a clause for a person; quotes nothing but numbers
  record Unreadable(String why) implements Reading {}

  /// The server stopped the answer at the token limit, so whatever it says is not its conclusion.
  record CutOff() implements Reading {}
}
