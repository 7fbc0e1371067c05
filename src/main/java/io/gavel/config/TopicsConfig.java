package io.gavel.config;

import java.time.Duration;

/// Names and settings of the topics.
///
/// @param prefix put before every topic's name
/// @param partitions partitions of every topic, at least 1
/// @param replicationFactor replicas of every partition; -1 is the broker's default
/// @param retention how long records of the topics that are not compacted are kept
/// @param deadLetterRetention how long dead letters are kept
public record TopicsConfig(
    String prefix,
    int partitions,
    int replicationFactor,
    Duration retention,
    Duration deadLetterRetention) {
  /// Checks.
  public TopicsConfig {
    Check.that(
        prefix.matches("[a-zA-Z0-9._-]{0,100}"),
        "topics.prefix",
        "'" + prefix + "'",
        "made of letters, digits, '.', '_' and '-', 100 at most");
    Check.positive("topics.partitions", partitions);
    Check.that(
        replicationFactor == -1 || (replicationFactor > 0 && replicationFactor <= Short.MAX_VALUE),
        "topics.replication_factor",
        replicationFactor,
        "1 or more, or -1 for the broker's default");
    Check.positive("topics.retention", retention);
    Check.positive("topics.dead_letter_retention", deadLetterRetention);
  }
}
