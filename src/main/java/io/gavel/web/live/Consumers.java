package io.gavel.web.live;

import io.gavel.config.KafkaConfig;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Opens consumers that belong to no group and commit nothing.
final class Consumers {
  private Consumers() {}

  /// A consumer of committed records.
  static Consumer<byte[], byte[]> open(KafkaConfig kafka, String clientId) {
    Map<String, Object> properties = kafka.consumer();
    properties.remove("group.id");
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", "false");
    properties.put("allow.auto.create.topics", "false");
    properties.put("auto.offset.reset", "earliest");
    properties.put("client.id", clientId);
    properties.putIfAbsent("fetch.max.bytes", 8 << 20);
    properties.putIfAbsent("default.api.timeout.ms", 10_000);
    properties.putIfAbsent("request.timeout.ms", 5_000);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
