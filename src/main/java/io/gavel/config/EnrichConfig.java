package io.gavel.config;

import java.time.Duration;

/// The enrich role.
///
/// @param applicationId names the stream application: its consumer group and its internal topics
/// @param waitTime how long a generation waits for a rubric or reference
/// @param waitLimit how many generations wait at most, per partition
/// @param pairWait how long after its last candidate a candidate group is taken for complete
/// @param pairLimit how many candidates wait for others at most, per partition
/// @param maxPairs how many pairs of a candidate group are judged at most
/// @param groupRetention how long it is remembered that a candidate group has closed
/// @param stateDir where the stores live; empty: a folder in the system's temporary folder
/// @param threads stream threads of this worker
public record EnrichConfig(
    String applicationId,
    Duration waitTime,
    int waitLimit,
    Duration pairWait,
    int pairLimit,
    int maxPairs,
    Duration groupRetention,
    String stateDir,
    int threads) {
  private static final int MOST_PAIRS = 1_000;

  /// Checks.
  public EnrichConfig {
    Check.notBlank("enrich.application_id", applicationId);
    Check.that(!waitTime.isNegative(), "enrich.wait_time", waitTime, "0s or longer");
    Check.that(waitLimit >= 0, "enrich.wait_limit", waitLimit, "0 or more");
    Check.positive("enrich.pair_wait", pairWait);
    Check.positive("enrich.pair_limit", pairLimit);
    Check.that(
        maxPairs > 0 && maxPairs <= MOST_PAIRS, "enrich.max_pairs", maxPairs, "1 to " + MOST_PAIRS);
    Check.that(
        !groupRetention.isNegative(), "enrich.group_retention", groupRetention, "0s or longer");
    Check.positive("enrich.threads", threads);
  }
}
