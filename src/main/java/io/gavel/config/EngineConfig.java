package io.gavel.config;

import java.time.Duration;

/// The judge role's engine.
///
/// @param groupId its consumer group
/// @param commitInterval how often finished outcomes are published
/// @param maxInFlight how many requests are with the judges at once, at least 1
/// @param drain how long a stopping worker waits for calls under way; zero: not at all
/// @param maxOffsetMetadata the longest text beside a committed offset, in characters: the brokers'
///   `offset.metadata.max.bytes`
public record EngineConfig(
    String groupId,
    Duration commitInterval,
    int maxInFlight,
    Duration drain,
    int maxOffsetMetadata) {
  /// Less than this has no room for a map worth having.
  private static final int LEAST_OFFSET_METADATA = 256;

  /// Checks.
  public EngineConfig {
    Check.notBlank("engine.group_id", groupId);
    Check.positive("engine.commit_interval", commitInterval);
    Check.positive("engine.max_in_flight", maxInFlight);
    Check.that(!drain.isNegative(), "engine.drain", drain, "0s or longer");
    Check.that(
        maxOffsetMetadata >= LEAST_OFFSET_METADATA,
        "engine.max_offset_metadata",
        maxOffsetMetadata,
        "at least " + LEAST_OFFSET_METADATA);
  }
}
