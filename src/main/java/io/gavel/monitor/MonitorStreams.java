package io.gavel.monitor;

import io.gavel.config.KafkaConfig;
import io.gavel.config.MonitorConfig;
import io.gavel.config.TopicsConfig;
import io.gavel.metric.MonitorMeters;
import io.gavel.serde.RecordSerdes;
import io.gavel.streams.StreamsRole;
import io.gavel.streams.SupervisedStreams;

/// The monitor role as a client of Kafka Streams.
public final class MonitorStreams {
  private MonitorStreams() {}

  /// Makes it; whoever asked starts and closes it.
  ///
  /// @param config the role's settings
  /// @param topics the topics' names
  /// @param kafka how to reach the cluster
  /// @param serdes make what reads and writes the records
  /// @param meters count what is observed
  /// @param workerId names this worker; workers that run at the same time differ in it
  public static SupervisedStreams of(
      MonitorConfig config,
      TopicsConfig topics,
      KafkaConfig kafka,
      RecordSerdes serdes,
      MonitorMeters meters,
      String workerId) {
    return new SupervisedStreams(
        role(config, topics),
        topics,
        kafka,
        () -> MonitorTopology.build(config, topics, serdes, meters),
        workerId);
  }

  /// What the role is to Kafka Streams.
  static StreamsRole role(MonitorConfig config, TopicsConfig topics) {
    return new StreamsRole(
        "monitor",
        config.applicationId(),
        config.stateDir(),
        config.threads(),
        MonitorTopology.Names.of(topics).all());
  }
}
