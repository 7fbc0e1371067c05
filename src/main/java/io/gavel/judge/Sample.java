package io.gavel.judge;

import io.gavel.deadletter.Reason;
import io.gavel.judge.kind.Reading;
import io.gavel.judge.model.Reply;
import org.jspecify.annotations.Nullable;

/// What came of asking for one sample.
sealed interface Sample {
  /// A score or a preference.
  ///
  /// @param reading what was read
  /// @param reply the reply that it was in, alone or beside others
  /// @param first whether it is the first of those of its reply, which carries the reply's tokens
  record Concluded(Reading.Conclusion reading, Reply.Answered reply, boolean first)
      implements Sample {}

  /// None.
  record Failed(Reason reason, String detail, @Nullable String rawAnswer, boolean standIn)
      implements Sample {}
}
