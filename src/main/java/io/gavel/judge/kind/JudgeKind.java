package io.gavel.judge.kind;

import io.gavel.schema.JudgeRequest;

/// A kind of judge: the prompt it was trained on, and what its answers look like. Stateless; any
/// thread may call it.
public interface JudgeKind {
  /// Renders the prompt of a request.
  ///
  /// @param request what to judge
  Rendering render(JudgeRequest request);

  /// Reads an answer. Strict: what is not plainly a score is not one. Never throws, whatever the
  /// answer holds, and takes time linear in its length.
  ///
  /// @param request what was asked
  /// @param answer what the judge wrote, verbatim
  /// @param cutOff whether the server stopped it at the token limit
  Reading read(JudgeRequest request, String answer, boolean cutOff);
}
