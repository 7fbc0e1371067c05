package io.gavel.engine;

import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;

/// What a judge request ended as; each ends as exactly one.
sealed interface Outcome {
  /// It was scored.
  ///
  /// @param feedback the score and the judge's words
  record Scored(Feedback feedback) implements Outcome {}

  /// It could not be judged.
  ///
  /// @param deadLetter the request, whole, and why
  record Dead(DeadLetter deadLetter) implements Outcome {}
}
