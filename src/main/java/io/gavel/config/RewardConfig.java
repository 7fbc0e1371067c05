package io.gavel.config;

import java.time.Duration;

/// The reward role.
///
/// @param applicationId names the stream application: its consumer group and its internal topics
/// @param pairWait how long after its last request or verdict a candidate group is given up that
///   has not all its verdicts
/// @param pairLimit how many orders of pairs wait for their verdict at most, per partition
/// @param generationWait how long after its first outcome a generation's reward waits for the
///   others, and for how long afterwards it is known that it has its reward
/// @param generationLimit how many generations wait for their outcomes at most, per partition, and
///   of how many it is known that they have their reward
/// @param stateDir where the stores live; empty: a folder in the system's temporary folder
/// @param threads stream threads of this worker
public record RewardConfig(
    String applicationId,
    Duration pairWait,
    int pairLimit,
    Duration generationWait,
    int generationLimit,
    String stateDir,
    int threads) {
  /// Checks.
  public RewardConfig {
    Check.notBlank("reward.application_id", applicationId);
    Check.positive("reward.pair_wait", pairWait);
    Check.positive("reward.pair_limit", pairLimit);
    Check.positive("reward.generation_wait", generationWait);
    Check.positive("reward.generation_limit", generationLimit);
    Check.positive("reward.threads", threads);
  }
}
