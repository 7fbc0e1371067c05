package io.gavel.soak;

import io.gavel.config.KafkaConfig;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import io.gavel.schema.JudgeRequest;
import io.gavel.serde.Decoded;
import io.gavel.serde.RecordSerdes;
import io.gavel.topic.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/// Enters into a book what a reader of committed records sees of the requests and of their
/// outcomes, from the beginning on. It has no group, and never starts again somewhere else:
/// committed records that vanish are a failure of its own. For one thread.
final class CommittedReader implements AutoCloseable {
  private static final String REQUESTS = Topic.JUDGE_REQUESTS.name(WorkerSettings.PREFIX);
  private static final String FEEDBACK = Topic.FEEDBACK.name(WorkerSettings.PREFIX);
  private static final String DEAD_LETTERS = Topic.DEAD_LETTERS.name(WorkerSettings.PREFIX);

  private final OutcomeBook book;
  private final Deserializer<JudgeRequest> requests;
  private final Deserializer<Feedback> feedback;
  private final Deserializer<DeadLetter> deadLetters;
  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions = new ArrayList<>();

  /// @param kafka the brokers
  /// @param serdes how records are read
  /// @param book what they are entered into
  CommittedReader(KafkaConfig kafka, RecordSerdes serdes, OutcomeBook book) {
    this.book = book;
    requests = serdes.deserializer(JudgeRequest.class);
    feedback = serdes.deserializer(Feedback.class);
    deadLetters = serdes.deserializer(DeadLetter.class);
    Map<String, Object> properties = kafka.consumer();
    properties.put("isolation.level", "read_committed");
    properties.put("auto.offset.reset", "none");
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    Stream.of(REQUESTS, FEEDBACK, DEAD_LETTERS)
        .forEach(topic -> {
          for (int partition = 0; partition < SoakShape.PARTITIONS; partition++) {
            partitions.add(new TopicPartition(topic, partition));
          }
        });
    consumer.assign(partitions);
    partitions.forEach(partition -> consumer.seek(partition, 0));
  }

  /// Reads what has come.
  void read() {
    for (ConsumerRecord<byte[], byte[]> read : consumer.poll(Duration.ofMillis(100))) {
      enter(read);
    }
  }

  /// Reads up to what is committed now.
  void readToTheEnd() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
      read();
    }
  }

  @Override
  public void close() {
    consumer.close();
    requests.close();
    feedback.close();
    deadLetters.close();
  }

  private void enter(ConsumerRecord<byte[], byte[]> read) {
    Place place = new Place(read.topic(), read.partition(), read.offset());
    if (read.topic().equals(REQUESTS)) {
      book.request(requestId(read), place);
    } else if (read.topic().equals(FEEDBACK)) {
      String id = feedback.deserialize(FEEDBACK, read.headers(), read.value()).getRequestId();
      book.outcome(id, place, false);
    } else {
      DeadLetter letter = deadLetters.deserialize(DEAD_LETTERS, read.headers(), read.value());
      book.outcome(letter.getRequestId().orElseGet(() -> sourceKey(letter)), place, true);
    }
  }

  /// What cannot be read goes by its key, as its dead letter does.
  private String requestId(ConsumerRecord<byte[], byte[]> read) {
    return switch (RecordSerdes.decode(requests, read)) {
      case Decoded.Intact<JudgeRequest> intact -> intact.value().getRequestId();
      case Decoded.Poison<JudgeRequest> poison ->
          new String(poison.source().key(), StandardCharsets.UTF_8);
    };
  }

  private static String sourceKey(DeadLetter letter) {
    ByteBuffer key = letter.getSourceKey().orElseGet(() -> ByteBuffer.allocate(0));
    return StandardCharsets.UTF_8.decode(key.duplicate()).toString();
  }
}
