package io.gavel.web.reward.feed;

import io.gavel.schema.Generation;
import io.gavel.schema.Policy;
import java.util.Collection;
import java.util.Optional;

/// What the worker knows of how samples are judged. For any thread.
public interface Judging {
  /// Why a sample will never be judged, for a person; empty where it will.
  ///
  /// @param sample as it would be published
  /// @param policies all that there are now
  Optional<String> refusal(Generation sample, Collection<Policy> policies);

  /// Why nothing can be judged now, for a person; empty where it can, or where this worker cannot
  /// tell since it does not judge.
  Optional<String> outage();
}
