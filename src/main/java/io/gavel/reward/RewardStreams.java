package io.gavel.reward;

import io.gavel.config.KafkaConfig;
import io.gavel.config.RewardConfig;
import io.gavel.config.TopicsConfig;
import io.gavel.metric.RewardMeters;
import io.gavel.serde.RecordSerdes;
import io.gavel.streams.StreamsRole;
import io.gavel.streams.SupervisedStreams;

/// The reward role as a client of Kafka Streams.
public final class RewardStreams {
  private RewardStreams() {}

  /// Makes it; whoever asked starts and closes it.
  ///
  /// @param config the role's settings
  /// @param topics the topics' names
  /// @param kafka how to reach the cluster
  /// @param serdes make what reads and writes the records
  /// @param meters count what becomes of the pairs
  /// @param workerId names this worker; workers that run at the same time differ in it
  public static SupervisedStreams of(
      RewardConfig config,
      TopicsConfig topics,
      KafkaConfig kafka,
      RecordSerdes serdes,
      RewardMeters meters,
      String workerId) {
    return new SupervisedStreams(
        role(config, topics),
        topics,
        kafka,
        () -> RewardTopology.build(config, topics, serdes, meters),
        workerId);
  }

  /// What the role is to Kafka Streams.
  static StreamsRole role(RewardConfig config, TopicsConfig topics) {
    return new StreamsRole(
        "reward",
        config.applicationId(),
        config.stateDir(),
        config.threads(),
        RewardTopology.Names.of(topics).all());
  }
}
