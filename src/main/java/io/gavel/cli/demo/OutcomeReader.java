package io.gavel.cli.demo;

import io.gavel.schema.Alert;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.DeadLetterRetry;
import io.gavel.schema.Feedback;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Preference;
import io.gavel.serde.Decoded;
import io.gavel.serde.RecordSerdes;
import io.gavel.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/// Reads judge requests, feedback, dead letters, retries, preferences and alerts from their
/// beginning into a [Tally]. For one thread.
public final class OutcomeReader implements AutoCloseable {
  private final Consumer<byte[], byte[]> consumer;
  private final Tally tally;
  private final String prefix;
  private final Deserializer<JudgeRequest> requests;
  private final Deserializer<Feedback> feedback;
  private final Deserializer<DeadLetter> deadLetters;
  private final Deserializer<DeadLetterRetry> retries;
  private final Deserializer<Preference> preferences;
  private final Deserializer<Alert> alerts;

  /// @param consumer of committed records, in no group, from the beginning; closed with this
  /// @param serdes reads the records
  /// @param prefix the topics' prefix
  /// @param tally what is read goes there
  public OutcomeReader(
      Consumer<byte[], byte[]> consumer, RecordSerdes serdes, String prefix, Tally tally) {
    this.consumer = consumer;
    this.tally = tally;
    this.prefix = prefix;
    requests = serdes.deserializer(JudgeRequest.class);
    feedback = serdes.deserializer(Feedback.class);
    deadLetters = serdes.deserializer(DeadLetter.class);
    retries = serdes.deserializer(DeadLetterRetry.class);
    preferences = serdes.deserializer(Preference.class);
    alerts = serdes.deserializer(Alert.class);
    List<TopicPartition> partitions =
        Stream.of(
                Topic.JUDGE_REQUESTS,
                Topic.FEEDBACK,
                Topic.DEAD_LETTERS,
                Topic.DEAD_LETTER_RETRIES,
                Topic.PREFERENCES,
                Topic.ALERTS)
            .flatMap(topic -> consumer.partitionsFor(topic.name(prefix)).stream())
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /// Reads what there is, waiting for something at most this long.
  ///
  /// @return the alerts of it that are raised or cleared
  /// @throws IllegalStateException when a record cannot be read, which Gavel has written itself
  public List<Alert> read(Duration wait) {
    List<Alert> news = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
      if (record.topic().equals(Topic.JUDGE_REQUESTS.name(prefix))) {
        tally.requested(decoded(requests, record));
      } else if (record.topic().equals(Topic.FEEDBACK.name(prefix))) {
        tally.judged(decoded(feedback, record));
      } else if (record.topic().equals(Topic.PREFERENCES.name(prefix))) {
        tally.preferred(decoded(preferences, record));
      } else if (record.topic().equals(Topic.ALERTS.name(prefix))) {
        Alert alert = decoded(alerts, record);
        if (tally.alerted(alert)) {
          news.add(alert);
        }
      } else if (record.topic().equals(Topic.DEAD_LETTER_RETRIES.name(prefix))) {
        tally.retried(decoded(retries, record));
      } else {
        tally.died(decoded(deadLetters, record));
      }
    }
    return news;
  }

  @Override
  public void close() {
    consumer.close();
  }

  private static <T extends SpecificRecord> T decoded(
      Deserializer<T> deserializer, ConsumerRecord<byte[], byte[]> record) {
    return switch (RecordSerdes.decode(deserializer, record)) {
      case Decoded.Intact<T> intact -> intact.value();
      case Decoded.Poison<T> poison -> throw new IllegalStateException(poison.detail());
    };
  }
}
