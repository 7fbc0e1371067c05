package io.gavel.simulator.answer;

/// What a stand-in thinks, before it is put into the form of an answer. A quality is in points: 0.5
/// to 5.5, where those from 2.5 to 3.5 round to a score of 3.
sealed interface Opinion {
  /// How it is explained.
  String words();

  /// Of one response.
  ///
  /// @param quality the response's
  record Single(String words, double quality) implements Opinion {}

  /// Of two responses.
  ///
  /// @param first the quality of the one shown first
  /// @param second the quality of the other
  /// @param tossed whether the first is preferred where they are equal
  record Pair(String words, double first, double second, boolean tossed) implements Opinion {
    /// By how many points the first is better; negative where the second is.
    double lead() {
      return first - second;
    }
  }
}
