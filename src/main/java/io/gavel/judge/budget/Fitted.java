package io.gavel.judge.budget;

import io.gavel.deadletter.Reason;
import io.gavel.judge.kind.Rendering;
import io.gavel.schema.JudgeRequest;

/// A request that was looked at before it is asked.
public sealed interface Fitted {
  /// It can be asked.
  ///
  /// @param request as the judge sees it, shortened where it had to be
  /// @param prompt its prompt, flagged where it was shortened
  /// @param whole the request before it was shortened
  record Ready(JudgeRequest request, Rendering.Rendered prompt, JudgeRequest whole)
      implements Fitted {}

  /// It cannot.
  ///
  /// @param reason why
  /// @param detail why, for a person, with the numbers
  record Not(Reason reason, String detail) implements Fitted {}
}
