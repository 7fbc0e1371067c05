package io.gavel.topic;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Topics as resources of Kubernetes: `KafkaTopic` of Strimzi's topic operator
/// (`kafka.strimzi.io/v1`), one YAML document each.
public final class TopicManifest {
  private TopicManifest() {}

  /// Whether Kubernetes takes a text as name and as label.
  public static boolean isName(String text) {
    return text.matches("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");
  }

  /// The documents.
  ///
  /// @param topics in the order in which they are written
  /// @param cluster the name of the `Kafka` resource whose operator makes them
  public static String of(List<TopicDefinition> topics, String cluster) {
    return topics.stream()
        .map(topic -> document(topic, cluster))
        .collect(Collectors.joining("---\n"));
  }

  private static String document(TopicDefinition topic, String cluster) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        apiVersion: kafka.strimzi.io/v1
        kind: KafkaTopic
        metadata:
          name: "%s"
          labels:
            strimzi.io/cluster: "%s"
        spec:
          topicName: "%s"
          partitions: %d
        """
            .formatted(resourceName(topic.name()), cluster, topic.name(), topic.partitions()));
    if (topic.replicationFactor() > 0) {
      text.append("  replicas: ").append(topic.replicationFactor()).append('\n');
    }
    text.append("  config:\n");
    new TreeMap<>(topic.settings())
        .forEach((key, value) ->
            text.append("    ").append(key).append(": \"").append(value).append("\"\n"));
    return text.toString();
  }

  /// Names of topics may have capitals and underscores, names of resources may not.
  private static String resourceName(String topic) {
    return topic
        .toLowerCase(Locale.ROOT)
        .replace('_', '-')
        .replaceAll("^[^a-z0-9]+|[^a-z0-9]+$", "");
  }
}
