package io.gavel.trace;

import io.gavel.schema.JudgeRequest;

/// The trace of one judge request, from its record to its outcome. For any thread.
public interface RequestTrace extends AskingTrace {
  /// The record was read.
  void read(JudgeRequest request);

  /// It has an outcome, which is to be published; what the request itself took ends.
  ///
  /// @param code what it ended as: `feedback`, or the reason of a dead letter
  /// @param failed whether it is a dead letter
  OutcomeTrace outcome(String code, boolean failed);

  /// It was given up: another owner of its partition judges it.
  void cancelled();
}
