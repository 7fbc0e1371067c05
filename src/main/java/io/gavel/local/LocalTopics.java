package io.gavel.local;

import io.gavel.config.GavelConfig;
import io.gavel.serde.RegistryClient;
import io.gavel.topic.ClusterTopics;
import io.gavel.topic.TopicDefinition;
import io.gavel.topic.TopicSchemas;
import java.util.List;

/// The topics and schemas of a local system, as `gavel topics apply` and `gavel schemas register`
/// make them.
final class LocalTopics {
  private LocalTopics() {}

  /// Creates and registers them.
  ///
  /// @return what there is now, for a person
  static String create(GavelConfig config) {
    List<TopicDefinition> topics = TopicDefinition.all(config.topics());
    try (ClusterTopics cluster = ClusterTopics.of(config.kafka())) {
      cluster.apply(cluster.differences(topics));
    }
    int schemas;
    try (RegistryClient registry = RegistryClient.of(config.registry())) {
      schemas = new TopicSchemas(config, registry).register().size();
    }
    return "%d topics, %s*, and %d schemas"
        .formatted(topics.size(), config.topics().prefix(), schemas);
  }
}
