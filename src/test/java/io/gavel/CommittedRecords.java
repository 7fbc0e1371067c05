package io.gavel;

import io.gavel.config.KafkaConfig;
import io.gavel.config.RegistryConfig;
import io.gavel.serde.Decoded;
import io.gavel.serde.RecordSerdes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/// Reads what a reader of committed records sees of a topic, from its beginning to its end.
public final class CommittedRecords {
  private final KafkaConfig kafka;
  private final RegistryConfig registry;

  /// @param servers where the topics are
  public CommittedRecords(LocalCluster.Servers servers) {
    this(servers.kafka(), servers.registryConfig());
  }

  /// @param kafka where the topics are
  /// @param registry where their schemas are
  public CommittedRecords(KafkaConfig kafka, RegistryConfig registry) {
    this.kafka = kafka;
    this.registry = registry;
  }

  /// Every committed record of a topic now, as bytes.
  public List<ConsumerRecord<byte[], byte[]>> bytes(String topic) {
    Map<String, Object> properties = kafka.consumer();
    properties.put("isolation.level", "read_committed");
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer.poll(Duration.ofMillis(100)).forEach(all::add);
      }
    }
    return all;
  }

  /// Every committed record of a topic now.
  public <T extends SpecificRecord> List<T> values(String topic, Class<T> type) {
    List<T> values = new ArrayList<>();
    try (Deserializer<T> deserializer = new RecordSerdes(registry).deserializer(type)) {
      for (ConsumerRecord<byte[], byte[]> source : bytes(topic)) {
        switch (RecordSerdes.decode(deserializer, source)) {
          case Decoded.Intact<T> intact -> values.add(intact.value());
          case Decoded.Poison<T> poison -> throw new AssertionError(poison.detail());
        }
      }
    }
    return values;
  }
}
