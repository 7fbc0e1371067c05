package io.gavel.web.live;

import io.gavel.config.KafkaConfig;
import io.gavel.schema.JudgeRequest;
import io.gavel.serde.Decoded;
import io.gavel.serde.RecordSerdes;
import io.gavel.topic.RequestPosition;
import io.gavel.web.RefusedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads single judge requests where they stand. What was judged is large and is looked at now and
/// then, so nothing of it is held. For any thread.
final class RequestReader {
  private static final Logger LOG = LoggerFactory.getLogger(RequestReader.class);
  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int AT_ONCE = 4;

  private final KafkaConfig kafka;
  private final String clientId;
  private final String topic;
  private final RecordSerdes serdes;
  private final Semaphore free = new Semaphore(AT_ONCE);

  /// @param kafka how to reach the cluster
  /// @param clientId names its consumers
  /// @param topic of judge requests
  /// @param serdes make what reads them
  RequestReader(KafkaConfig kafka, String clientId, String topic, RecordSerdes serdes) {
    this.kafka = kafka;
    this.clientId = clientId;
    this.topic = topic;
    this.serdes = serdes;
  }

  /// The request at a position; empty where the topic keeps it no longer, or holds another one
  /// there.
  ///
  /// @param requestId its id
  /// @throws RefusedException when it cannot be read now
  Optional<JudgeRequest> read(RequestPosition position, String requestId) {
    if (!free.tryAcquire()) {
      throw RefusedException.notNow("too many requests are read at once; ask again");
    }
    TopicPartition partition = new TopicPartition(topic, position.partition());
    try (Consumer<byte[], byte[]> consumer = Consumers.open(kafka, clientId);
        Deserializer<JudgeRequest> deserializer = serdes.deserializer(JudgeRequest.class)) {
      consumer.assign(List.of(partition));
      long begin = consumer.beginningOffsets(List.of(partition), LIMIT).getOrDefault(partition, 0L);
      long end = consumer.endOffsets(List.of(partition), LIMIT).getOrDefault(partition, 0L);
      if (position.offset() < begin || position.offset() >= end) {
        return Optional.empty();
      }
      consumer.seek(partition, position.offset());
      return first(consumer)
          .filter(it -> it.offset() == position.offset())
          .flatMap(it -> intact(deserializer, it))
          .filter(it -> it.getRequestId().equals(requestId));
    } catch (KafkaException e) {
      LOG.warn("web_request_unread partition={} cause={}", partition, e.toString());
      throw RefusedException.notNow("what was judged cannot be read now; ask again");
    } finally {
      free.release();
    }
  }

  private static Optional<ConsumerRecord<byte[], byte[]>> first(Consumer<byte[], byte[]> consumer) {
    long untilNanos = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < untilNanos) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        return Optional.of(record);
      }
    }
    return Optional.empty();
  }

  private static Optional<JudgeRequest> intact(
      Deserializer<JudgeRequest> deserializer, ConsumerRecord<byte[], byte[]> record) {
    return switch (RecordSerdes.decode(deserializer, record)) {
      case Decoded.Intact<JudgeRequest> intact -> Optional.of(intact.value());
      case Decoded.Poison<JudgeRequest> _ -> Optional.empty();
    };
  }
}
