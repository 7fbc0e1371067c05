package io.gavel.cli.kafka;

import io.gavel.cli.text.TerminalText;
import io.gavel.config.GavelConfig;
import io.gavel.serde.RecordSerdes;
import io.gavel.topic.KafkaFailures;
import io.gavel.topic.Topic;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Opens the clients of the commands, with the settings' properties under what a command needs: its
/// own guarantees are not negotiable, its time limits are defaults.
public final class Cluster {
  private static final int WAIT_MILLIS = 10_000;

  private final GavelConfig config;

  /// @param config the cluster, the registry and the topics' prefix
  public Cluster(GavelConfig config) {
    this.config = config;
  }

  /// The name of a topic on this cluster.
  public String name(Topic topic) {
    return topic.name(config.topics().prefix());
  }

  /// Makes sure that the brokers answer and have these topics. Waits about 10 seconds at most.
  ///
  /// @throws ClusterException names the brokers or the topic
  public void check(Collection<Topic> topics) {
    Map<String, Object> properties = config.kafka().admin();
    properties.putIfAbsent("default.api.timeout.ms", WAIT_MILLIS);
    properties.putIfAbsent("request.timeout.ms", WAIT_MILLIS / 2);
    try (Admin admin = open(() -> Admin.create(properties))) {
      admin.describeTopics(topics.stream().map(this::name).toList()).allTopicNames().get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof UnknownTopicOrPartitionException) {
        throw new ClusterException(
            "the cluster at %s lacks one of the topics %s: create them with `gavel topics apply`"
                .formatted(servers(), topics.stream().map(this::name).sorted().toList()),
            cause);
      }
      throw unreachable(cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted while asking " + servers(), e);
    }
  }

  /// Opens a publisher: idempotent, acknowledged by all replicas, compressed.
  ///
  /// @throws ClusterException names the brokers
  public RecordPublisher publisher() {
    Map<String, Object> properties = config.kafka().producer();
    properties.put("enable.idempotence", true);
    properties.put("acks", "all");
    properties.put("compression.type", "lz4");
    properties.putIfAbsent("linger.ms", 20);
    properties.putIfAbsent("max.block.ms", WAIT_MILLIS);
    properties.putIfAbsent("request.timeout.ms", WAIT_MILLIS / 2);
    properties.putIfAbsent("delivery.timeout.ms", WAIT_MILLIS);
    return new RecordPublisher(
        open(() ->
            new KafkaProducer<>(
                properties,
                new StringSerializer(),
                new RecordSerdes(config.registry()).serializer(SpecificRecord.class))),
        config.topics().prefix(),
        servers());
  }

  /// Opens a producer of transactions. All that open one under the same name follow each other: the
  /// next one's `initTransactions` settles what this one left open, and ends it.
  ///
  /// @param name the transactional id, without the topics' prefix
  /// @throws ClusterException names the brokers
  public Producer<byte[], byte[]> transactions(String name) {
    Map<String, Object> properties = config.kafka().producer();
    properties.put("transactional.id", config.topics().prefix() + name);
    properties.put("enable.idempotence", true);
    properties.put("acks", "all");
    // An open transaction that nobody ends holds up every reader of its topics for so long.
    properties.putIfAbsent("transaction.timeout.ms", 30_000);
    properties.putIfAbsent("max.block.ms", WAIT_MILLIS);
    properties.putIfAbsent("request.timeout.ms", WAIT_MILLIS / 2);
    properties.putIfAbsent("delivery.timeout.ms", 2 * WAIT_MILLIS);
    return open(() ->
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  /// Opens a consumer of committed records that belongs to no group.
  ///
  /// @throws ClusterException names the brokers
  public Consumer<byte[], byte[]> consumer() {
    Map<String, Object> properties = config.kafka().consumer();
    properties.remove("group.id");
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", false);
    properties.put("allow.auto.create.topics", false);
    properties.put("auto.offset.reset", "earliest");
    properties.putIfAbsent("default.api.timeout.ms", WAIT_MILLIS);
    properties.putIfAbsent("request.timeout.ms", WAIT_MILLIS / 2);
    return open(() ->
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
  }

  /// What reads the values of a topic.
  public RecordSerdes serdes() {
    return new RecordSerdes(config.registry());
  }

  /// The brokers, for messages.
  public String servers() {
    return config.kafka().bootstrapServers();
  }

  private interface Opening<C> {
    C open();
  }

  private <C> C open(Opening<C> opening) {
    try {
      return opening.open();
    } catch (KafkaException e) {
      throw KafkaFailures.unusable(servers(), e);
    }
  }

  private ClusterException unreachable(Throwable cause) {
    Optional<String> refusal = KafkaFailures.refusal(cause);
    if (refusal.isPresent()) {
      return new ClusterException(
          "the Kafka cluster at %s %s".formatted(servers(), TerminalText.line(refusal.get())),
          cause);
    }
    return new ClusterException(
        "no Kafka broker answers at %s: %s: check kafka.bootstrap_servers and that it runs"
            .formatted(servers(), Causes.line(cause)),
        cause);
  }
}
