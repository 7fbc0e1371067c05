package io.gavel.web.api.feedback;

import io.gavel.schema.Feedback;
import io.gavel.schema.JudgeRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Knows the newest feedback. For any thread.
public interface FeedbackSource {
  /// The feedback that is still held, the newest judgement first.
  ///
  /// @param wanted which
  /// @param limit how many at most
  List<Feedback> newest(Predicate<Feedback> wanted, int limit);

  /// One feedback with what was judged; empty where it is not held, or no longer.
  ///
  /// @param requestId its judge request's id
  Optional<Whole> find(String requestId);

  /// A feedback with what was judged.
  ///
  /// @param request empty where it cannot be had: its topic keeps it no longer, or it is not known
  ///   where it stands
  record Whole(Feedback feedback, Optional<JudgeRequest> request) {}
}
