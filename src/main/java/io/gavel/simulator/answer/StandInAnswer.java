package io.gavel.simulator.answer;

import org.jspecify.annotations.Nullable;

/// What a stand-in says, and the same as a broken judge would say it.
///
/// @param words the feedback, from `Feedback:` on
/// @param score 1 to 5; null where it has none
public record StandInAnswer(String words, @Nullable Integer score) {
  private static final String FILLER = " No model wrote this; it makes the answer longer.";

  /// As Prometheus writes it: `Feedback: <words> [RESULT] <score>`.
  public String text() {
    return score == null ? words : words + " [RESULT] " + score;
  }

  /// The same with another score.
  public StandInAnswer scored(@Nullable Integer other) {
    return new StandInAnswer(words, other);
  }

  /// The same in so many characters, where it is shorter: filled up in front of the score.
  public StandInAnswer atLeast(int characters) {
    int missing = characters - text().length();
    if (missing <= 0) {
      return this;
    }
    String filler = FILLER.repeat(Math.ceilDiv(missing, FILLER.length()));
    return new StandInAnswer(words + filler.substring(0, missing), score);
  }

  /// The same with a second, different score behind the first.
  public String withTwoScores() {
    int first = score == null ? 1 : score;
    return "%s [RESULT] %d and then again [RESULT] %d".formatted(words, first, first % 5 + 1);
  }

  /// Words that have nothing to do with any prompt, and no score.
  public static String nonsense() {
    return "Stand-in, no model: colourless green ideas sleep furiously, and the rest is noise.";
  }
}
