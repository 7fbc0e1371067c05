package io.gavel.judge.kind;

import io.gavel.schema.Check;
import io.gavel.schema.Preferred;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was found in an answer.
public sealed interface Reading {
  /// What the judge concluded.
  sealed interface Conclusion extends Reading {
    /// The judge's words, without the result; may be empty.
    String feedback();

    /// How probable each level of the scale was, or each verdict; null where the judge did not say.
    @Nullable Distribution distribution();
  }

  /// A score.
  ///
  /// @param value on the rubric's scale; a whole number but with the kinds of judge that give
  ///   decimals
  /// @param feedback the judge's words
  /// @param distribution over the levels, ascending; null where there is none
  /// @param checks the verdicts on the items of a checklist; empty where the rubric has none
  record Score(
      double value, String feedback, @Nullable Distribution distribution, List<Check> checks)
      implements Conclusion {
    /// Copies.
    public Score {
      checks = List.copyOf(checks);
    }

    /// A score without probabilities and checks.
    public static Score of(double value, String feedback) {
      return new Score(value, feedback, null, List.of());
    }
  }

  /// A verdict on a pair.
  ///
  /// @param preferred the better response; a tie only where one was offered
  /// @param feedback the judge's words
  /// @param distribution over first, second and, where it was offered, tie; null where there is
  ///   none
  record Preference(Preferred preferred, String feedback, @Nullable Distribution distribution)
      implements Conclusion {}

  /// No conclusion that can be relied on.
  ///
  /// @param why in a clause for a person; quotes nothing but numbers
  record Unreadable(String why) implements Reading {}

  /// The server stopped the answer at the token limit, so whatever it says is not its conclusion.
  record CutOff() implements Reading {}
}
