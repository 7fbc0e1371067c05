package io.gavel.reward;

import io.gavel.config.KafkaConfig;
import io.gavel.config.RegistryConfig;
import io.gavel.config.RewardConfig;
import io.gavel.config.TopicsConfig;
import io.gavel.enrich.TestingAvroDeserializer;
import io.gavel.enrich.TestingAvroSerializer;
import io.gavel.metric.RewardMeters;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import io.gavel.schema.JudgeRequest;
import io.gavel.serde.RecordSerdes;
import io.gavel.streams.StreamsProperties;
import io.gavel.topic.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The reward role's topology in a driver without a broker, on a clock that tests move.
final class TestingReward implements AutoCloseable {
  private static final TopicsConfig TOPICS =
      new TopicsConfig("t.", 1, 1, Duration.ofDays(1), Duration.ofDays(1));

  private final RecordSerdes serdes =
      new RecordSerdes(
          new RegistryConfig(
              "unused",
              Map.of(),
              TestingAvroSerializer.class.getName(),
              TestingAvroDeserializer.class.getName()));
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RewardMeters meters = new RewardMeters(registry);
  private final Topology topology;
  private final TopologyTestDriver driver;

  /// @param wait for pairs and for generations
  /// @param limit of pairs and of generations
  /// @param folder where the stores live
  TestingReward(Duration wait, int limit, Path folder) {
    RewardConfig config =
        new RewardConfig("reward-test", wait, limit, wait, limit, folder.toString(), 1);
    topology = RewardTopology.build(config, TOPICS, serdes, meters);
    driver =
        new TopologyTestDriver(
            topology,
            StreamsProperties.of(
                RewardStreams.role(config, TOPICS), TOPICS, KafkaConfig.of("unused:1"), "worker"),
            Instant.parse("2026-01-01T00:00:00Z"));
  }

  RewardMeters meters() {
    return meters;
  }

  String description() {
    return topology.describe().toString();
  }

  void pass(Duration time) {
    driver.advanceWallClockTime(time);
  }

  <T extends SpecificRecord> TestOutputTopic<String, T> output(Topic topic, Class<T> type) {
    return driver.createOutputTopic(
        topic.name("t."), new StringDeserializer(), serdes.deserializer(type));
  }

  void send(SpecificRecord record) {
    Topic topic =
        switch (record) {
          case JudgeRequest _ -> Topic.JUDGE_REQUESTS;
          case Feedback _ -> Topic.FEEDBACK;
          case DeadLetter _ -> Topic.DEAD_LETTERS;
          default -> throw new IllegalArgumentException(record.getClass().getName());
        };
    try (TestingAvroSerializer serializer = new TestingAvroSerializer()) {
      pipe(topic, serializer.serialize(topic.name("t."), record));
    }
  }

  void pipe(Topic topic, byte @Nullable [] value) {
    driver
        .createInputTopic(topic.name("t."), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput("any".getBytes(StandardCharsets.UTF_8), value, 0L);
  }

  <V> KeyValueStore<String, V> store(String name) {
    return driver.getKeyValueStore(name);
  }

  List<Object> keys(String store) {
    List<Object> keys = new ArrayList<>();
    try (KeyValueIterator<Object, Object> entries = driver.getKeyValueStore(store).all()) {
      entries.forEachRemaining(entry -> keys.add(entry.key));
    }
    return keys;
  }

  Map<String, Long> counts() {
    return registry.getMeters().stream()
        .filter(Counter.class::isInstance)
        .map(Counter.class::cast)
        .collect(
            Collectors.toMap(
                counter ->
                    counter.getId().getName()
                        + " "
                        + counter.getId().getTags().getFirst().getValue(),
                counter -> (long) counter.count()));
  }

  @Override
  public void close() {
    driver.close();
  }
}
