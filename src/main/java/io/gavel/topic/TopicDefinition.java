package io.gavel.topic;

import io.gavel.config.TopicsConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a topic should be on the broker.
///
/// @param name its whole name
/// @param partitions how many it has
/// @param replicationFactor replicas of each; -1 is the broker's default
/// @param settings the topic's own settings under Kafka's names; the broker decides on the others,
///   such as `min.insync.replicas`
public record TopicDefinition(
    String name, int partitions, int replicationFactor, Map<String, String> settings) {
  /// What Kafka's own producers send at most where nobody sets it, with the batch around it.
  private static final int ONE_RECORD_BYTES = 1024 * 1024 + 12;

  /// Two generations, a reference answer and a rubric, each as large as their topics take them.
  private static final int JUDGE_REQUEST_BYTES = 5 * 1024 * 1024;

  /// A judge request whole, and the judge's raw answer.
  private static final int DEAD_LETTER_BYTES = 6 * 1024 * 1024;

  /// Copies.
  public TopicDefinition {
    settings = Map.copyOf(settings);
  }

  /// All topics, in the event's order.
  ///
  /// All have the same number of partitions: generations are joined with references partition by
  /// partition, and both are read by the same stream tasks.
  public static List<TopicDefinition> all(TopicsConfig config) {
    return Arrays.stream(Topic.values()).map(topic -> of(topic, config)).toList();
  }

  /// One topic.
  public static TopicDefinition of(Topic topic, TopicsConfig config) {
    Duration retention =
        topic == Topic.DEAD_LETTERS ? config.deadLetterRetention() : config.retention();
    Map<String, String> settings = new TreeMap<>();
    // Text shrinks well, and the broker keeps batches that come in compressed so as they are.
    settings.put("compression.type", "zstd");
    // The producer's: a replay keeps the times at which things happened.
    settings.put("message.timestamp.type", "CreateTime");
    settings.put("max.message.bytes", Integer.toString(largestRecordBytes(topic)));
    if (topic.compacted()) {
      settings.put("cleanup.policy", "compact");
      // A worker that was away for this long still sees what was deleted meanwhile.
      settings.put("delete.retention.ms", Long.toString(retention.toMillis()));
    } else {
      settings.put("cleanup.policy", "delete");
      settings.put("retention.ms", Long.toString(retention.toMillis()));
    }
    return new TopicDefinition(
        topic.name(config.prefix()), config.partitions(), config.replicationFactor(), settings);
  }

  private static int largestRecordBytes(Topic topic) {
    return switch (topic) {
      case JUDGE_REQUESTS -> JUDGE_REQUEST_BYTES;
      case DEAD_LETTERS -> DEAD_LETTER_BYTES;
      case PREFERENCES -> JUDGE_REQUEST_BYTES;
      case GENERATIONS,
          RUBRICS,
          REFERENCES,
          POLICIES,
          FEEDBACK,
          RANKINGS,
          REWARDS,
          SCORE_WINDOWS,
          BASELINES,
          ALERTS,
          DEAD_LETTER_RETRIES ->
          ONE_RECORD_BYTES;
    };
  }
}
