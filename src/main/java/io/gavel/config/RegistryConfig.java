package io.gavel.config;

import java.util.HashMap;
import java.util.Map;

/// How to reach the schema registry, and the classes that write and read records.
///
/// @param url one URL, or several separated by commas
/// @param properties settings under Confluent's names, passed to both classes
/// @param serializer the class that writes records, a Kafka `Serializer`
/// @param deserializer the class that reads records, a Kafka `Deserializer`
public record RegistryConfig(
    String url, Map<String, String> properties, String serializer, String deserializer) {
  /// Checks and copies.
  public RegistryConfig {
    Check.notBlank("registry.url", url);
    Check.notBlank("registry.serializer", serializer);
    Check.notBlank("registry.deserializer", deserializer);
    properties = Map.copyOf(properties);
  }

  /// A registry that needs no more than its address, with Gavel's own classes.
  public static RegistryConfig of(String url) {
    return new RegistryConfig(
        url, Map.of(), "io.gavel.serde.AvroSerializer", "io.gavel.serde.AvroDeserializer");
  }

  /// The settings of a serializer or deserializer under Confluent's names; a new, modifiable map.
  ///
  /// A registry that hangs is given up on after seconds where nothing else is set, not after
  /// Confluent's two minutes: the engine's loop reads in the thread that keeps its assignment.
  public Map<String, Object> serde() {
    Map<String, Object> all = new HashMap<>();
    all.put("http.connect.timeout.ms", "5000");
    all.put("http.read.timeout.ms", "10000");
    all.putAll(properties);
    all.put("schema.registry.url", url);
    return all;
  }

  /// Every setting, with values masked whose names tell of a secret.
  @Override
  public String toString() {
    return "RegistryConfig[url=%s, properties=%s, serializer=%s, deserializer=%s]"
        .formatted(Secret.maskedUrl(url), Secret.masked(properties), serializer, deserializer);
  }
}
