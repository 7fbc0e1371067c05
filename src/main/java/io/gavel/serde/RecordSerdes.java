package io.gavel.serde;

import io.gavel.config.InvalidConfigException;
import io.gavel.config.RegistryConfig;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;

/// Makes the serializers and deserializers of Gavel's records from the settings: its own classes,
/// or the ones configured in their place. Its own share one registry client, which is there as long
/// as one of them is open. What it makes is for one thread at a time, as Kafka's serializers are;
/// this class itself is for any.
public final class RecordSerdes {
  private final RegistryConfig config;
  private final SharedRegistry registry = new SharedRegistry();

  /// @param config the registry and the classes
  public RecordSerdes(RegistryConfig config) {
    this.config = config;
  }

  /// A serializer of record values, which throws [RegistryUnavailableException] or
  /// [SchemaRefusedException]; anything else is a fault of the record.
  ///
  /// @throws InvalidConfigException when the configured class cannot be used
  @SuppressWarnings("unchecked") // What the configured class takes is known only when it is called.
  public <T extends SpecificRecord> Serializer<T> serializer(Class<T> type) {
    Serializer<Object> serializer =
        config.serializer().equals(AvroSerializer.class.getName())
            ? new AvroSerializer(registry::lease)
            : instance("registry.serializer", config.serializer(), Serializer.class);
    configure("registry.serializer", () -> serializer.configure(config.serde(), false));
    return new TypedSerializer<>(serializer);
  }

  /// A deserializer of record values, which throws [UnreadableRecordException] or
  /// [RegistryUnavailableException].
  ///
  /// @throws InvalidConfigException when the configured class cannot be used
  public <T extends SpecificRecord> Deserializer<T> deserializer(Class<T> type) {
    Deserializer<?> deserializer =
        config.deserializer().equals(AvroDeserializer.class.getName())
            ? new AvroDeserializer(registry::lease)
            : instance("registry.deserializer", config.deserializer(), Deserializer.class);
    Map<String, Object> properties = config.serde();
    properties.put("specific.avro.reader", "true");
    properties.put("specific.avro.value.type", type.getName());
    configure("registry.deserializer", () -> deserializer.configure(properties, false));
    return new TypedDeserializer<>(deserializer, type);
  }

  /// The subject that a topic's values are registered under, by the configured strategy.
  ///
  /// @param topic the topic's name
  /// @param schema of the values; its name counts
  /// @throws InvalidConfigException when the configured strategy cannot be used
  public String valueSubject(String topic, Schema schema) {
    return SerdeSettings.of(config.serde(), false).naming().subject(topic, false, schema);
  }

  /// Reads a consumed record's value. A null value is poison here: topics whose nulls mean
  /// something (compacted ones) are read by Kafka Streams.
  ///
  /// @param deserializer made by [#deserializer]
  /// @param source the record as it was consumed
  /// @throws RegistryUnavailableException when it cannot be read now; reading it later may succeed
  public static <T extends SpecificRecord> Decoded<T> decode(
      Deserializer<T> deserializer, ConsumerRecord<byte[], byte[]> source) {
    if (source.value() == null) {
      return new Decoded.Poison<>(source, where(source) + "the record has no value");
    }
    try {
      return new Decoded.Intact<>(
          source, deserializer.deserialize(source.topic(), source.headers(), source.value()));
    } catch (UnreadableRecordException e) {
      return new Decoded.Poison<>(source, where(source) + e.getMessage());
    } catch (RegistryUnavailableException e) {
      throw new RegistryUnavailableException(where(source) + e.getMessage(), e);
    }
  }

  private static String where(ConsumerRecord<?, ?> source) {
    return "topic %s, partition %d, offset %d: "
        .formatted(source.topic(), source.partition(), source.offset());
  }

  private static void configure(String key, Runnable configuring) {
    try {
      configuring.run();
    } catch (ConfigException e) {
      throw new InvalidConfigException(key + ": " + e.getMessage(), e);
    }
  }

  private static <C> C instance(String key, String className, Class<C> kind) {
    try {
      return Utils.newInstance(className, kind);
    } catch (ClassNotFoundException e) {
      throw new InvalidConfigException(
          key + ": there is no class " + className + " on the class path", e);
    } catch (KafkaException | ClassCastException e) {
      throw new InvalidConfigException(key + ": " + className + " is no " + kind.getName(), e);
    }
  }
}
