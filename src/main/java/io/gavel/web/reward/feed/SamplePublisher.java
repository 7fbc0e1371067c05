package io.gavel.web.reward.feed;

import io.gavel.config.GavelConfig;
import io.gavel.schema.Generation;
import io.gavel.serde.RecordSerdes;
import io.gavel.topic.Topic;
import io.gavel.web.reward.book.Answer;
import io.gavel.web.reward.book.Publication;
import io.gavel.web.reward.book.RewardBook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes samples as generations, acknowledged by all replicas; what cannot be published is told
/// to the book. Returns at once: it has a thread of its own, since the producer and the registry
/// may make it wait. For any thread.
final class SamplePublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SamplePublisher.class);
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
  private static final int WAIT_MILLIS = 10_000;

  private final Producer<String, Generation> producer;
  private final RewardBook book;
  private final String topic;
  private final String application;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("gavel-reward-publisher").daemon().factory());

  /// @throws org.apache.kafka.common.config.ConfigException when the client refuses its properties
  SamplePublisher(GavelConfig config, RecordSerdes serdes, RewardBook book) {
    this.book = book;
    topic = Topic.GENERATIONS.name(config.topics().prefix());
    application = config.web().getReward().application();
    Map<String, Object> properties = config.kafka().producer();
    properties.put("enable.idempotence", true);
    properties.put("acks", "all");
    properties.putIfAbsent("linger.ms", 5);
    properties.putIfAbsent("max.block.ms", WAIT_MILLIS);
    properties.putIfAbsent("request.timeout.ms", WAIT_MILLIS);
    properties.putIfAbsent("delivery.timeout.ms", 3 * WAIT_MILLIS);
    Serializer<Generation> serializer = serdes.serializer(Generation.class);
    producer = new KafkaProducer<>(properties, new StringSerializer(), serializer);
  }

  /// Publishes, in order.
  ///
  /// @param now when they were asked for
  void publish(List<Publication> publications, Instant now) {
    if (publications.isEmpty()) {
      return;
    }
    try {
      thread.execute(() -> publications.forEach(publication -> publish(publication, now)));
    } catch (RejectedExecutionException e) {
      publications.forEach(publication -> failed(publication.generationId(), e));
    }
  }

  private void publish(Publication publication, Instant now) {
    String id = publication.generationId();
    try {
      var ignored = // the callback sees what the future would tell
          producer.send(
              new ProducerRecord<>(
                  topic, id, SampleRecords.generation(id, application, publication.sample(), now)),
              (metadata, thrown) -> {
                if (thrown != null) {
                  failed(id, thrown);
                }
              });
    } catch (KafkaException | IllegalStateException e) {
      failed(id, e);
    }
  }

  private void failed(String id, Throwable thrown) {
    LOG.warn("reward_sample_unpublished generation={} cause={}", id, thrown.toString());
    book.unpublished(
        id,
        thrown instanceof RecordTooLargeException
            ? new Answer.Never("a sample is larger than the broker takes: " + thrown.getMessage())
            : new Answer.NotNow(
                "a sample could not be published (%s): ask again"
                    .formatted(thrown.getClass().getSimpleName()),
                SOON));
  }

  @Override
  public void close() {
    thread.shutdown();
    producer.close(CLOSE_LIMIT);
  }
}
