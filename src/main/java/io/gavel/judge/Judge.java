package io.gavel.judge;

import io.gavel.schema.JudgeRequest;
import io.gavel.trace.AskingTrace;

/// Assesses one judge request. The engine's only view of everything behind it: prompts, pools,
/// retries.
///
/// Any number of threads may ask at once, each its own request. Decorators of this interface add
/// one behaviour each.
@FunctionalInterface
public interface Judge {
  /// Asks until there is a verdict. Blocks, for seconds or minutes, and as long as no judge can be
  /// reached at all; meant for a virtual thread.
  ///
  /// @param request what to judge, self-contained
  /// @param trace what the calls for it belong to
  /// @return the verdict; never a guess
  /// @throws InterruptedException when the thread is interrupted: the call under way is cancelled
  ///   (its connection closed)
  Verdict assess(JudgeRequest request, AskingTrace trace) throws InterruptedException;

  /// The same for a request that is in no trace.
  default Verdict assess(JudgeRequest request) throws InterruptedException {
    return assess(request, AskingTrace.NONE);
  }
}
