package io.gavel.bench.broker;

import io.gavel.bench.load.Requests;
import io.gavel.config.KafkaConfig;
import io.gavel.config.RegistryConfig;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import io.gavel.schema.JudgeRequest;
import io.gavel.serde.RecordSerdes;
import io.gavel.serde.RegistryClient;
import io.gavel.topic.ClusterTopics;
import io.gavel.topic.Topic;
import io.gavel.topic.TopicDefinition;
import io.gavel.topic.TopicDifference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/// A set of topics with requests in it. Every contestant reads the same records from the same
/// partitions, each with a consumer group of its own, and writes its outcomes to the same topic.
///
/// @param kafka the broker
/// @param name unique; the prefix of the topics
/// @param requests how many there are
/// @param bytes about how large one is
public record Track(KafkaConfig kafka, String name, int requests, int bytes) {
  /// Partitions of every topic.
  public static final int PARTITIONS = 6;

  /// The registry: one within each process. All processes register the same schemas in the same
  /// order, so the ids are the same.
  public static final RegistryConfig REGISTRY = RegistryConfig.of("mock://bench");

  private static final Duration SETTLED = Duration.ofSeconds(90);

  /// Creates the topics.
  public Track create() {
    List<TopicDifference> missing =
        Stream.of(requestTopic(), feedbackTopic(), deadLetterTopic())
            .map(topic -> new TopicDefinition(topic, PARTITIONS, 1, Map.of()))
            .<TopicDifference>map(TopicDifference.Missing::new)
            .toList();
    try (ClusterTopics cluster = ClusterTopics.of(kafka)) {
      cluster.apply(missing);
    }
    return this;
  }

  /// Writes all requests.
  public Track fill() {
    RecordSerdes serdes = serdes();
    try (Producer<byte[], byte[]> producer = producer(Map.of());
        Serializer<JudgeRequest> serializer = serdes.serializer(JudgeRequest.class)) {
      List<Future<RecordMetadata>> sent = new ArrayList<>(requests);
      for (int i = 0; i < requests; i++) {
        sent.add(producer.send(record(serializer, i)));
      }
      producer.flush();
      if (sent.stream().anyMatch(future -> future.state() != Future.State.SUCCESS)) {
        throw new IllegalStateException("not all requests could be written");
      }
    }
    return this;
  }

  /// One request as a record.
  public ProducerRecord<byte[], byte[]> record(Serializer<JudgeRequest> serializer, int index) {
    byte[] value = serializer.serialize(requestTopic(), Requests.of(index, bytes));
    byte[] key = Requests.id(index).getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(requestTopic(), index % PARTITIONS, key, value);
  }

  /// What writes and reads records, with all schemas registered.
  public RecordSerdes serdes() {
    RecordSerdes serdes = new RecordSerdes(REGISTRY);
    try (RegistryClient registry = RegistryClient.of(REGISTRY)) {
      registry.register(requestTopic() + "-value", JudgeRequest.getClassSchema());
      registry.register(feedbackTopic() + "-value", Feedback.getClassSchema());
      registry.register(deadLetterTopic() + "-value", DeadLetter.getClassSchema());
    }
    return serdes;
  }

  /// A producer with the settings that all contestants share.
  ///
  /// @param more settings over them
  public Producer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> properties = kafka.producer();
    properties.put("acks", "all");
    properties.putAll(more);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /// The settings of a consumer of the requests; a new, modifiable map.
  ///
  /// @param group its group
  public Map<String, Object> consumerProperties(String group) {
    Map<String, Object> properties = new HashMap<>(kafka.consumer());
    properties.put("group.id", group);
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "earliest");
    properties.put("isolation.level", "read_committed");
    return properties;
  }

  public String requestTopic() {
    return Topic.JUDGE_REQUESTS.name(prefix());
  }

  public String feedbackTopic() {
    return Topic.FEEDBACK.name(prefix());
  }

  public String deadLetterTopic() {
    return Topic.DEAD_LETTERS.name(prefix());
  }

  /// What stands before the topics' names.
  public String prefix() {
    return name + ".";
  }

  /// Waits until no transaction of the run before is open, and deletes its outcomes.
  public void settle() throws InterruptedException {
    try (Admin admin = Admin.create(kafka.admin())) {
      long deadlineNanos = System.nanoTime() + SETTLED.toNanos();
      while (!ends(admin, IsolationLevel.READ_COMMITTED)
          .equals(ends(admin, IsolationLevel.READ_UNCOMMITTED))) {
        if (System.nanoTime() - deadlineNanos > 0) {
          throw new TimeoutException("a transaction of the run before is still open");
        }
        Thread.sleep(100);
      }
      clear(admin, feedbackTopic());
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("cannot clear the outcomes: " + e.getMessage(), e);
    }
  }

  /// Deletes all requests.
  public void deleteRequests() throws InterruptedException {
    try (Admin admin = Admin.create(kafka.admin())) {
      clear(admin, requestTopic());
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot delete the requests: " + e.getMessage(), e);
    }
  }

  private Map<TopicPartition, Long> ends(Admin admin, IsolationLevel isolation)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> latest =
        partitions(feedbackTopic())
            .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
    Map<TopicPartition, Long> ends = new HashMap<>();
    admin
        .listOffsets(latest, new ListOffsetsOptions(isolation))
        .all()
        .get()
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    return ends;
  }

  private static void clear(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    // -1: all that is there.
    admin
        .deleteRecords(
            partitions(topic)
                .collect(
                    Collectors.toMap(
                        Function.identity(), partition -> RecordsToDelete.beforeOffset(-1))))
        .all()
        .get();
  }

  /// The partitions of one of the topics.
  static Stream<TopicPartition> partitions(String topic) {
    return IntStream.range(0, PARTITIONS).mapToObj(i -> new TopicPartition(topic, i));
  }
}
