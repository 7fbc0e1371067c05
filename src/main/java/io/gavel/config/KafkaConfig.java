package io.gavel.config;

import java.util.HashMap;
import java.util.Map;

/// How to reach the Kafka cluster.
///
/// @param bootstrapServers `host:port`, or several separated by commas
/// @param properties client properties for every client
/// @param consumerProperties client properties for consumers, over `properties`
/// @param producerProperties client properties for producers, over `properties`
/// @param streamsProperties properties for Kafka Streams, over `properties`
public record KafkaConfig(
    String bootstrapServers,
    Map<String, String> properties,
    Map<String, String> consumerProperties,
    Map<String, String> producerProperties,
    Map<String, String> streamsProperties) {
  /// What models write shrinks three- to fivefold. The limit of a request counts before compression
  /// and a topic's after it, so it is far above all topics': the topic decides.
  private static final Map<String, String> PRODUCER_DEFAULTS =
      Map.of("compression.type", "zstd", "max.request.size", "20971520");

  /// Checks and copies.
  public KafkaConfig {
    Check.notBlank("kafka.bootstrap_servers", bootstrapServers);
    properties = Map.copyOf(properties);
    consumerProperties = Map.copyOf(consumerProperties);
    producerProperties = Map.copyOf(producerProperties);
    streamsProperties = Map.copyOf(streamsProperties);
  }

  /// A cluster that needs no more than its address.
  public static KafkaConfig of(String bootstrapServers) {
    return new KafkaConfig(bootstrapServers, Map.of(), Map.of(), Map.of(), Map.of());
  }

  /// The properties of an admin client; a new, modifiable map.
  public Map<String, Object> admin() {
    Map<String, Object> all = new HashMap<>(properties);
    all.put("bootstrap.servers", bootstrapServers);
    return all;
  }

  /// The properties of a consumer; a new, modifiable map.
  public Map<String, Object> consumer() {
    Map<String, Object> all = admin();
    all.putAll(consumerProperties);
    return all;
  }

  /// The properties of a producer; a new, modifiable map. Where nothing else is set it compresses
  /// with zstd and sends requests of up to 20 MiB.
  public Map<String, Object> producer() {
    Map<String, Object> all = new HashMap<>(PRODUCER_DEFAULTS);
    all.putAll(admin());
    all.putAll(producerProperties);
    return all;
  }

  /// The properties of a Kafka Streams application, its clients' under the prefixes Streams knows;
  /// a new, modifiable map.
  public Map<String, Object> streams() {
    Map<String, Object> all = admin();
    PRODUCER_DEFAULTS.forEach(
        (key, value) -> all.put("producer." + key, properties.getOrDefault(key, value)));
    consumerProperties.forEach((key, value) -> all.put("consumer." + key, value));
    producerProperties.forEach((key, value) -> all.put("producer." + key, value));
    all.putAll(streamsProperties);
    return all;
  }

  /// The same, with one more property for Kafka Streams where none is set.
  public KafkaConfig withStreamsProperty(String name, String value) {
    Map<String, String> streams = new HashMap<>(streamsProperties);
    streams.putIfAbsent(name, value);
    return new KafkaConfig(
        bootstrapServers, properties, consumerProperties, producerProperties, streams);
  }

  /// Every setting, with values masked whose names tell of a secret.
  @Override
  public String toString() {
    return "KafkaConfig[bootstrapServers=%s, properties=%s, consumerProperties=%s, producerProperties=%s, streamsProperties=%s]"
        .formatted(
            bootstrapServers,
            Secret.masked(properties),
            Secret.masked(consumerProperties),
            Secret.masked(producerProperties),
            Secret.masked(streamsProperties));
  }
}
