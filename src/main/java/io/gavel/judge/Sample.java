package io.gavel.judge;

import io.gavel.deadletter.Reason;
import io.gavel.judge.kind.Reading;
import io.gavel.judge.model.Reply;
import org.jspecify.annotations.Nullable;

/// What came of asking for one sample.
sealed interface Sample {
  /// A score.
  record Scored(Reading.Score score, Reply.Answer answer) implements Sample {}

  /// None.
  record Failed(Reason reason, String detail, @Nullable String rawAnswer, boolean standIn)
      implements Sample {}
}
