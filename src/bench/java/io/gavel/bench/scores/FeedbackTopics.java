package io.gavel.bench.scores;

import io.gavel.bench.broker.Track;
import io.gavel.bench.load.Requests;
import io.gavel.config.ConfigLoader;
import io.gavel.config.GavelConfig;
import io.gavel.config.KafkaConfig;
import io.gavel.monitor.Outcomes;
import io.gavel.schema.Feedback;
import io.gavel.serde.RecordSerdes;
import io.gavel.serde.RegistryClient;
import io.gavel.topic.ClusterTopics;
import io.gavel.topic.Topic;
import io.gavel.topic.TopicDefinition;
import io.gavel.topic.TopicDifference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/// All of Gavel's topics under one prefix, with feedback in one of them: scores of many series over
/// the last two hours, in the order of their event time but for a minute. Every reading gets the
/// same records.
///
/// @param kafka the broker
/// @param name unique; the prefix of the topics
/// @param feedbacks how many there are
public record FeedbackTopics(KafkaConfig kafka, String name, int feedbacks) {
  /// How many series the scores belong to.
  public static final int SERIES = 200;

  /// How long the judge's words are, in characters.
  public static final int WORDS = 600;

  /// How long after its generation a feedback is published.
  private static final Duration JUDGING = Duration.ofSeconds(5);

  private static final Duration SPAN = Duration.ofHours(2);
  private static final int OUT_OF_ORDER_SECONDS = 60;

  /// Creates the topics and writes the feedback.
  public FeedbackTopics fill() {
    List<TopicDifference> missing =
        Arrays.stream(Topic.values())
            .map(topic -> new TopicDefinition(topic.name(prefix()), Track.PARTITIONS, 1, Map.of()))
            .<TopicDifference>map(TopicDifference.Missing::new)
            .toList();
    try (ClusterTopics cluster = ClusterTopics.of(kafka)) {
      cluster.apply(missing);
    }
    Map<String, Object> properties = kafka.producer();
    properties.put("acks", "all");
    try (Producer<byte[], byte[]> producer =
            new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        Serializer<Feedback> serializer = serdes().serializer(Feedback.class)) {
      write(producer, serializer);
    }
    return this;
  }

  /// What writes and reads records, with all schemas registered.
  RecordSerdes serdes() {
    try (RegistryClient registry = RegistryClient.of(Track.REGISTRY)) {
      for (Topic topic : Topic.values()) {
        Class<? extends SpecificRecord> type = topic.recordClass();
        registry.register(topic.name(prefix()) + "-value", SpecificData.get().getSchema(type));
      }
    }
    return new RecordSerdes(Track.REGISTRY);
  }

  /// Gavel's default settings for one run.
  ///
  /// @param run names the stream applications
  /// @param state where the stores live
  GavelConfig config(String run, Path state) {
    Map<String, String> environment = new HashMap<>();
    environment.put("GAVEL_WORKER_ID", "bench");
    environment.put("GAVEL_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    environment.put("GAVEL_REGISTRY_URL", Track.REGISTRY.url());
    environment.put("GAVEL_TOPICS_PREFIX", prefix());
    environment.put("GAVEL_TOPICS_PARTITIONS", Integer.toString(Track.PARTITIONS));
    environment.put("GAVEL_TOPICS_REPLICATION_FACTOR", "1");
    environment.put("GAVEL_MONITOR_APPLICATION_ID", run);
    environment.put("GAVEL_MONITOR_STATE_DIR", state.toString());
    environment.put("GAVEL_REWARD_APPLICATION_ID", run);
    environment.put("GAVEL_REWARD_STATE_DIR", state.toString());
    return ConfigLoader.load(null, environment);
  }

  /// The topic that has the feedback.
  String feedbackTopic() {
    return Topic.FEEDBACK.name(prefix());
  }

  private String prefix() {
    return name + ".";
  }

  private void write(Producer<byte[], byte[]> producer, Serializer<Feedback> serializer) {
    SplittableRandom random = new SplittableRandom(5);
    Instant start = Instant.now().minus(SPAN);
    List<Future<RecordMetadata>> sent = new ArrayList<>(feedbacks);
    for (int i = 0; i < feedbacks; i++) {
      Instant at =
          start
              .plusMillis(SPAN.toMillis() * i / feedbacks)
              .minusSeconds(random.nextInt(OUT_OF_ORDER_SECONDS));
      int series = random.nextInt(SERIES);
      Feedback feedback =
          Outcomes.score(1 + random.nextInt(5), at)
              .setRequestId(Requests.id(i))
              .setGenerationId(Requests.id(i))
              .setApplication("application-" + series % 10)
              .setModel("model-" + series / 10)
              .setFeedback(Requests.text(i, WORDS))
              .setRequestsOfGeneration(1)
              .build();
      sent.add(
          producer.send(
              new ProducerRecord<>(
                  feedbackTopic(),
                  i % Track.PARTITIONS,
                  at.plus(JUDGING).toEpochMilli(),
                  Requests.id(i).getBytes(StandardCharsets.UTF_8),
                  serializer.serialize(feedbackTopic(), feedback))));
    }
    producer.flush();
    if (sent.stream().anyMatch(future -> future.state() != Future.State.SUCCESS)) {
      throw new IllegalStateException("not all feedback could be written");
    }
  }
}
