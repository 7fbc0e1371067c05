package io.gavel.engine;

import io.gavel.config.GavelConfig;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// The properties of the engine's clients. What is set outright makes exactly-once true, and wins
/// over the configuration; what only suits Gavel stands below it.
final class ClientProperties {
  private ClientProperties() {}

  static Map<String, Object> consumer(GavelConfig config) {
    Map<String, Object> properties = config.kafka().consumer();
    properties.put("group.id", config.engine().groupId());
    properties.put("enable.auto.commit", "false");
    properties.put("isolation.level", "read_committed");
    properties.put("auto.offset.reset", "earliest");
    properties.put("key.deserializer", ByteArrayDeserializer.class);
    properties.put("value.deserializer", ByteArrayDeserializer.class);
    properties.putIfAbsent("client.id", "gavel-judge-" + config.workerId());
    properties.putIfAbsent("max.poll.records", "500");
    if (!"consumer".equalsIgnoreCase(String.valueOf(properties.get("group.protocol")))) {
      // In the other protocol the broker decides on these.
      properties.putIfAbsent("session.timeout.ms", "10000");
      properties.putIfAbsent("heartbeat.interval.ms", "3000");
      properties.putIfAbsent(
          "partition.assignment.strategy",
          "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
    }
    return properties;
  }

  /// The transactional id is stable: a restarted worker settles what its predecessor left at once.
  /// A transaction that nobody settles blocks the partitions' next owner and every committed
  /// reader, so it is given up soon.
  static Map<String, Object> producer(GavelConfig config) {
    Map<String, Object> properties = config.kafka().producer();
    properties.put("transactional.id", config.engine().groupId() + "-" + config.workerId());
    properties.put("enable.idempotence", "true");
    properties.put("acks", "all");
    properties.put("key.serializer", ByteArraySerializer.class);
    properties.put("value.serializer", ByteArraySerializer.class);
    properties.putIfAbsent("client.id", "gavel-judge-" + config.workerId());
    properties.putIfAbsent("transaction.timeout.ms", "20000");
    properties.putIfAbsent("delivery.timeout.ms", "15000");
    properties.putIfAbsent("request.timeout.ms", "10000");
    properties.putIfAbsent("max.block.ms", "10000");
    return properties;
  }
}
