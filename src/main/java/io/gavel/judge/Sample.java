package io.gavel.judge;

import io.gavel.deadletter.Reason;
import io.gavel.judge.kind.Reading;
import io.gavel.judge.model.Effort;
import io.gavel.judge.model.Reply;
import org.jspecify.annotations.Nullable;

/// What came of asking for one sample.
sealed interface Sample {
  /// What was spent on it.
  Effort effort();

  /// A score.
  record Scored(Reading.Score score, Reply.Answer answer, Effort effort) implements Sample {}

  /// None.
  record Failed(
      Reason reason, String detail, @Nullable String rawAnswer, boolean standIn, Effort effort)
      implements Sample {}
}
