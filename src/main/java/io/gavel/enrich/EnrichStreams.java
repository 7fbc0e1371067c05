package io.gavel.enrich;

import io.gavel.config.EnrichConfig;
import io.gavel.config.KafkaConfig;
import io.gavel.config.TopicsConfig;
import io.gavel.metric.FunnelMeters;
import io.gavel.serde.RecordSerdes;
import io.gavel.streams.StreamsRole;
import io.gavel.streams.SupervisedStreams;
import io.gavel.trace.Tracing;

/// The enrich role as a client of Kafka Streams.
public final class EnrichStreams {
  private EnrichStreams() {}

  /// Makes it; whoever asked starts and closes it.
  ///
  /// @param config the role's settings
  /// @param topics the topics' names
  /// @param kafka how to reach the cluster
  /// @param serdes make what reads and writes the records
  /// @param meters count what becomes of the generations
  /// @param tracing is told likewise
  /// @param workerId names this worker; workers that run at the same time differ in it
  public static SupervisedStreams of(
      EnrichConfig config,
      TopicsConfig topics,
      KafkaConfig kafka,
      RecordSerdes serdes,
      FunnelMeters meters,
      Tracing tracing,
      String workerId) {
    return new SupervisedStreams(
        role(config, topics),
        topics,
        kafka,
        () -> EnrichTopology.build(config, topics, serdes, meters, tracing),
        workerId);
  }

  /// What the role is to Kafka Streams.
  static StreamsRole role(EnrichConfig config, TopicsConfig topics) {
    return new StreamsRole(
        "enrich",
        config.applicationId(),
        config.stateDir(),
        config.threads(),
        EnrichTopology.Names.of(topics).all());
  }
}
