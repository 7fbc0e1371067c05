package io.gavel.cli.deadletters;

import io.gavel.cli.kafka.RecordTransactions;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.DeadLetterRetry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Sends dead letters again, or says what that comes to. Each is sent at most once, ever: that it
/// was is written in the transaction that sends it, and whoever sends reads what was sent after it
/// has ended everybody else who does. For one thread.
public final class Retry {
  private static final int BATCH = 500;
  private static final long BATCH_BYTES = 8L << 20;

  private final Topics topics;
  private final LetterReader letters;
  private final SourceRecords sources;
  private final Predicate<DeadLetter> filter;
  private final long limit;

  /// The topics' names on the broker.
  ///
  /// @param generations the sources of the enrich role
  /// @param judgeRequests the sources of the judge role
  /// @param retries where it is written what was sent again
  public record Topics(String generations, String judgeRequests, String retries) {}

  /// Who sends again, and when.
  ///
  /// @param user of the operating system; null where it is not known
  /// @param clock the time
  public record Actor(@Nullable String user, InstantSource clock) {}

  private record Taken(DeadLetter letter, RecordTransactions.Entry entry) {}

  /// @param topics the topics' names
  /// @param letters the dead letters; opened
  /// @param sources where the records are that dead letters do not carry
  /// @param filter which are meant
  /// @param limit how many are sent at most, at least 1
  public Retry(
      Topics topics,
      LetterReader letters,
      SourceRecords sources,
      Predicate<DeadLetter> filter,
      long limit) {
    this.topics = topics;
    this.letters = letters;
    this.sources = sources;
    this.filter = filter;
    this.limit = limit;
  }

  /// What sending comes to; sends nothing.
  ///
  /// @param sentAgain the ids of those that were sent before
  public RetryPlan plan(Set<String> sentAgain) {
    RetryPlan plan = new RetryPlan();
    walk(sentAgain, plan, () -> false, (letter, content) -> plan.add(letter));
    return plan;
  }

  /// Sends.
  ///
  /// @param sentAgain the ids of those that were sent before, read after `transactions` began
  /// @param transactions begun
  /// @param serializer writes what was sent
  /// @param actor who sends
  /// @param progress is told how many are done
  /// @param stopped whether to send no more
  /// @param done what was done, also where this ends by an exception
  public void send(
      Set<String> sentAgain,
      RecordTransactions transactions,
      Serializer<DeadLetterRetry> serializer,
      Actor actor,
      LongConsumer progress,
      BooleanSupplier stopped,
      RetryPlan done) {
    List<Taken> batch = new ArrayList<>();
    long[] bytes = {0};
    walk(
        sentAgain,
        done,
        stopped,
        (letter, content) -> {
          batch.add(new Taken(letter, entry(letter, content, transactions, serializer, actor)));
          bytes[0] += content.value().length;
          if (batch.size() == BATCH || bytes[0] > BATCH_BYTES) {
            publish(batch, transactions, done);
            bytes[0] = 0;
            progress.accept(done.retried());
          }
        });
    if (!stopped.getAsBoolean()) {
      publish(batch, transactions, done);
    }
  }

  /// Passes every dead letter that is to be sent, with its record; the others are counted.
  private void walk(
      Set<String> sentAgain,
      RetryPlan plan,
      BooleanSupplier stopped,
      BiConsumer<DeadLetter, Resend.Content> each) {
    Set<String> sent = new HashSet<>(sentAgain);
    long[] left = {limit};
    letters.read(letter -> {
      if (!filter.test(letter)) {
        return !stopped.getAsBoolean();
      }
      if (!sent.add(letter.getDeadLetterId())) {
        plan.addAlreadyRetried();
        return !stopped.getAsBoolean();
      }
      content(letter, plan)
          .ifPresent(content -> {
            each.accept(letter, content);
            left[0]--;
          });
      return left[0] > 0 && !stopped.getAsBoolean();
    });
  }

  private Optional<Resend.Content> content(DeadLetter letter, RetryPlan plan) {
    return switch (Resend.of(letter, topics.generations(), topics.judgeRequests())) {
      case Resend.Carried(Resend.Content content) -> Optional.of(content);
      case Resend.Impossible(String why) -> {
        plan.addImpossible(letter, why);
        yield Optional.empty();
      }
      case Resend.AtSource() -> {
        Optional<ConsumerRecord<byte[], byte[]>> found =
            sources.of(letter).filter(record -> record.value() != null);
        if (found.isEmpty()) {
          plan.addImpossible(letter, SourceRecords.missing(letter));
        }
        yield found.map(
            record -> Resend.content(letter, record.key(), record.value(), record.headers()));
      }
    };
  }

  private RecordTransactions.Entry entry(
      DeadLetter letter,
      Resend.Content content,
      RecordTransactions transactions,
      Serializer<DeadLetterRetry> serializer,
      Actor actor) {
    Instant now = actor.clock().instant();
    DeadLetterRetry retry =
        DeadLetterRetry.newBuilder()
            .setDeadLetterId(letter.getDeadLetterId())
            .setRequestId(letter.getRequestId().orElse(null))
            .setRubricId(Resend.rubric(letter).orElse(null))
            .setSourceTopic(letter.getSourceTopic())
            .setSourcePartition(letter.getSourcePartition())
            .setSourceOffset(letter.getSourceOffset())
            .setRetriedAt(now)
            .setRetriedBy(actor.user())
            .build();
    // Where its key's other records are, whatever chose that partition, as long as there is one.
    Integer partition =
        letter.getSourcePartition() < transactions.partitions(letter.getSourceTopic())
            ? Integer.valueOf(letter.getSourcePartition())
            : null;
    return new RecordTransactions.Entry(
        letter.getDeadLetterId(),
        List.of(
            record(letter.getSourceTopic(), partition, content),
            new ProducerRecord<>(
                topics.retries(),
                null,
                now.toEpochMilli(),
                letter.getDeadLetterId().getBytes(StandardCharsets.UTF_8),
                serializer.serialize(topics.retries(), retry))));
  }

  @SuppressWarnings("NullAway") // Kafka is not annotated: partition and key may be null.
  private static ProducerRecord<byte[], byte[]> record(
      String topic, @Nullable Integer partition, Resend.Content content) {
    return new ProducerRecord<>(
        topic, partition, content.key(), content.value(), content.headers());
  }

  private static void publish(List<Taken> batch, RecordTransactions transactions, RetryPlan done) {
    if (batch.isEmpty()) {
      return;
    }
    List<RecordTransactions.Entry> tooLarge =
        transactions.publish(batch.stream().map(Taken::entry).toList());
    for (Taken taken : batch) {
      if (tooLarge.contains(taken.entry())) {
        done.addImpossible(
            taken.letter(),
            "its record is larger than topic %s or the producer takes now"
                .formatted(taken.letter().getSourceTopic()));
      } else {
        done.add(taken.letter());
      }
    }
    batch.clear();
  }
}
