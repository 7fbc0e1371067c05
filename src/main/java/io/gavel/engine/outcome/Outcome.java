package io.gavel.engine.outcome;

import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;

/// What a judge request ended as; each ends as exactly one.
public sealed interface Outcome {
  /// It was scored.
  ///
  /// @param feedback the score and the judge's words
  record Scored(Feedback feedback) implements Outcome {}

  /// It could not be judged.
  ///
  /// @param deadLetter the request, whole, and why
  record Dead(DeadLetter deadLetter) implements Outcome {}

  /// `feedback`, or the reason of the dead letter.
  default String code() {
    return switch (this) {
      case Scored _ -> "feedback";
      case Dead(DeadLetter deadLetter) -> deadLetter.getReason();
    };
  }
}
