package io.gavel.serde;

import io.gavel.config.InvalidConfigException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/// The settings of the serializer, the deserializer and the registry client, under Confluent's
/// names and with Confluent's defaults but one: `avro.remove.java.properties` is true here, so that
/// a schema registered by a Java producer equals its file. As with Confluent's classes, the
/// client's settings may also be prefixed with `schema.registry.`; keys that are not ours are left
/// alone, because Kafka passes a client's whole configuration.
final class SerdeSettings {
  private static final String PREFIX = "schema.registry.";

  private static final ConfigDef DEFINITIONS =
      new ConfigDef()
          .define("schema.registry.url", ConfigDef.Type.LIST, Importance.HIGH, "the registry")
          .define("basic.auth.credentials.source", ConfigDef.Type.STRING, "", Importance.MEDIUM, "")
          .define("basic.auth.user.info", ConfigDef.Type.PASSWORD, "", Importance.MEDIUM, "")
          .define(
              "bearer.auth.credentials.source", ConfigDef.Type.STRING, "", Importance.MEDIUM, "")
          .define("bearer.auth.token", ConfigDef.Type.PASSWORD, "", Importance.MEDIUM, "")
          .define(
              "http.connect.timeout.ms", ConfigDef.Type.INT, 60_000, positive(), Importance.LOW, "")
          .define(
              "http.read.timeout.ms", ConfigDef.Type.INT, 60_000, positive(), Importance.LOW, "")
          .define("max.retries", ConfigDef.Type.INT, 3, Range.between(0, 100), Importance.LOW, "")
          .define("retries.wait.ms", ConfigDef.Type.INT, 1_000, positive(), Importance.LOW, "")
          .define("retries.max.wait.ms", ConfigDef.Type.INT, 20_000, positive(), Importance.LOW, "")
          .define("auto.register.schemas", ConfigDef.Type.BOOLEAN, true, Importance.MEDIUM, "")
          .define("use.latest.version", ConfigDef.Type.BOOLEAN, false, Importance.MEDIUM, "")
          .define("latest.compatibility.strict", ConfigDef.Type.BOOLEAN, true, Importance.LOW, "")
          .define(
              "latest.cache.ttl.sec", ConfigDef.Type.INT, -1, Range.atLeast(-1), Importance.LOW, "")
          .define("normalize.schemas", ConfigDef.Type.BOOLEAN, false, Importance.LOW, "")
          .define("avro.remove.java.properties", ConfigDef.Type.BOOLEAN, true, Importance.LOW, "")
          .define(
              "max.schemas.per.subject", ConfigDef.Type.INT, 1_000, positive(), Importance.LOW, "")
          .define(
              "key.subject.name.strategy",
              ConfigDef.Type.STRING,
              "TopicNameStrategy",
              Importance.LOW,
              "")
          .define(
              "value.subject.name.strategy",
              ConfigDef.Type.STRING,
              "TopicNameStrategy",
              Importance.LOW,
              "")
          .define("specific.avro.reader", ConfigDef.Type.BOOLEAN, false, Importance.MEDIUM, "")
          .define("specific.avro.key.type", ConfigDef.Type.CLASS, null, Importance.LOW, "")
          .define("specific.avro.value.type", ConfigDef.Type.CLASS, null, Importance.LOW, "");

  /// Settings of Confluent's classes that would change what is written or where, and that these
  /// classes do not have.
  private static final List<String> NOT_HERE =
      List.of(
          "use.schema.id",
          "use.schema.guid",
          "use.latest.with.metadata",
          "schema.reflection",
          "rule.executors",
          "context.name.strategy",
          "key.schema.id.serializer",
          "value.schema.id.serializer",
          "proxy.host");

  private final Map<String, Object> values;
  private final Map<String, Object> tls = new TreeMap<>();
  private final boolean isKey;

  private SerdeSettings(Map<String, Object> values, boolean isKey) {
    this.values = values;
    this.isKey = isKey;
  }

  /// @param properties under Confluent's names; values of any type that Kafka's own settings take
  /// @param isKey whether it is for record keys
  /// @throws InvalidConfigException when a value cannot be used; it names the key
  static SerdeSettings of(Map<String, ?> properties, boolean isKey) {
    Map<String, Object> given = new TreeMap<>();
    properties.forEach((key, value) -> {
      if (key.startsWith(PREFIX) && !key.equals("schema.registry.url")) {
        given.putIfAbsent(key.substring(PREFIX.length()), value);
      } else if (!key.startsWith("ssl.")) { // Those are the Kafka client's own.
        given.put(key, value);
      }
    });
    for (String key : NOT_HERE) {
      if (given.containsKey(key)) {
        throw new InvalidConfigException(
            key
                + ": Gavel's own serializer does not have this setting; remove it, or set"
                + " registry.serializer and registry.deserializer to Confluent's classes");
      }
    }
    try {
      SerdeSettings settings = new SerdeSettings(DEFINITIONS.parse(given), isKey);
      given.forEach((key, value) -> {
        if (key.startsWith("ssl.")) {
          settings.tls.put(key, value);
        }
      });
      settings.naming();
      return settings;
    } catch (ConfigException e) {
      throw new InvalidConfigException(String.valueOf(e.getMessage()), e);
    }
  }

  List<String> urls() {
    return strings("schema.registry.url");
  }

  /// What begins with `ssl.`, without the `schema.registry.` before it.
  Map<String, Object> tls() {
    return tls;
  }

  boolean isKey() {
    return isKey;
  }

  SubjectNaming naming() {
    String key = isKey ? "key.subject.name.strategy" : "value.subject.name.strategy";
    return SubjectNaming.parse(key, string(key));
  }

  /// The class to read into; null where the writer's schema decides.
  @Nullable Class<?> recordClass() {
    return (Class<?>) values.get(isKey ? "specific.avro.key.type" : "specific.avro.value.type");
  }

  String string(String key) {
    return (String) value(key);
  }

  boolean flag(String key) {
    return (Boolean) value(key);
  }

  int number(String key) {
    return (Integer) value(key);
  }

  /// A secret's text; empty where it is not set.
  String secret(String key) {
    return ((Password) value(key)).value();
  }

  @SuppressWarnings("unchecked") // What ConfigDef makes of its type LIST.
  private List<String> strings(String key) {
    return (List<String>) value(key);
  }

  private Object value(String key) {
    Object value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("no such setting: " + key);
    }
    return value;
  }

  private static Range positive() {
    return Range.atLeast(1);
  }
}
