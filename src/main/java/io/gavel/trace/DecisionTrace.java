package io.gavel.trace;

import org.apache.kafka.common.header.Headers;

/// The trace of what is decided of one generation. For one thread.
public interface DecisionTrace {
  /// New headers for a record that comes of the decision: a judge request, or a dead letter.
  Headers headers();

  /// Another generation has a part in it, as in a pair.
  ///
  /// @param other its context
  void with(TraceContext other);

  /// It was decided.
  ///
  /// @param outcome what became of the generation, as it is counted
  /// @param requests how many judge requests come of it
  /// @param failed whether the outcome is a dead letter's reason
  void decided(String outcome, int requests, boolean failed);
}
