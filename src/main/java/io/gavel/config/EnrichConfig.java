package io.gavel.config;

import java.time.Duration;

/// The enrich role.
///
/// @param applicationId names the stream application: its consumer group and its internal topics
/// @param waitTime how long a generation waits for a rubric or reference
/// @param waitLimit how many generations wait at most, per partition
/// @param stateDir where the stores live; empty: a folder in the system's temporary folder
/// @param threads stream threads of this worker
public record EnrichConfig(
    String applicationId, Duration waitTime, int waitLimit, String stateDir, int threads) {
  /// Checks.
  public EnrichConfig {
    Check.notBlank("enrich.application_id", applicationId);
    Check.that(!waitTime.isNegative(), "enrich.wait_time", waitTime, "0s or longer");
    Check.that(waitLimit >= 0, "enrich.wait_limit", waitLimit, "0 or more");
    Check.positive("enrich.threads", threads);
  }
}
