package io.gavel.judge.kind;

import io.gavel.judge.exchange.Answer;
import io.gavel.judge.protocol.Protocol;
import io.gavel.schema.JudgeRequest;

/// A kind of judge: the prompt it was trained on, how it is asked, and what its answers look like.
/// Stateless; any thread may call it.
public interface JudgeKind {
  /// The variant of the prompt, as judgements name it.
  String variant();

  /// How its servers are spoken to.
  Protocol protocol();

  /// Whether its answers are words, which take room in the model's context.
  default boolean writes() {
    return true;
  }

  /// Renders the prompt of a request.
  ///
  /// @param request what to judge: one response, or where it has one to compare to, a pair
  Rendering render(JudgeRequest request);

  /// Reads an answer. Strict: what is not plainly a score is not one. Never throws, whatever the
  /// answer holds, and takes time linear in its length.
  ///
  /// @param request what was asked
  /// @param answer what the judge answered
  Reading read(JudgeRequest request, Answer answer);
}
