package io.gavel.cli.replay;

import io.gavel.cli.kafka.ClusterException;
import io.gavel.cli.kafka.RecordTransactions;
import io.gavel.cli.text.TerminalText;
import io.gavel.deadletter.RetryHeaders;
import io.gavel.schema.Generation;
import io.gavel.serde.Decoded;
import io.gavel.serde.RecordSerdes;
import io.gavel.serde.RegistryUnavailableException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Publishes generations of production once more, in a replay's own topic. Ids stay, so what a
/// judge says now can be put beside what one said then; where each comes from stands in its
/// headers, in the same transaction, so that none is published twice however often this runs. For
/// one thread.
public final class Replay {
  private static final int REPORTED_POISON = 10;

  private final SourceRange range;
  private final Deserializer<Generation> deserializer;
  private final Scope scope;
  private final Consumer<String> poison;
  private long reported;

  Replay(
      SourceRange range,
      Deserializer<Generation> deserializer,
      Scope scope,
      Consumer<String> poison) {
    this.range = range;
    this.deserializer = deserializer;
    this.scope = scope;
    this.poison = poison;
  }

  /// Where generations go.
  ///
  /// @param topic its name on the broker
  /// @param serializer writes them
  /// @param transactions begun
  /// @param tooLarge is told the ids of generations that the broker does not take
  record Target(
      String topic,
      Serializer<Generation> serializer,
      RecordTransactions transactions,
      Consumer<String> tooLarge) {}

  /// Counts; publishes nothing.
  ///
  /// @param published what the replay holds already
  Survey survey(Published published) {
    long[] counts = new long[4];
    Set<String> references = new HashSet<>();
    range.read(source -> {
      if (RetryHeaders.isRetry(source.headers())) {
        return true; // the record that it repeats stands before it
      }
      Generation generation = decoded(source);
      if (generation == null) {
        counts[3]++;
      } else if (!scope.test(generation)) {
        counts[2]++;
      } else if (published.holds(position(source))) {
        counts[1]++;
      } else {
        counts[0]++;
        if (generation.getReferenceAnswer().isEmpty()) {
          generation.getReferenceId().ifPresent(references::add);
        }
      }
      return true;
    });
    return new Survey(counts[0], counts[1], counts[2], counts[3], references);
  }

  /// Publishes what is missing, in transactions.
  ///
  /// @param published what the replay holds already, read after the transactions began
  /// @param stopped whether to publish no more
  /// @return how many were published
  long send(
      Published published,
      Target target,
      Pace pace,
      ReplayProgress progress,
      BooleanSupplier stopped) {
    List<RecordTransactions.Entry> batch = new ArrayList<>();
    long[] done = {0};
    range.read(source -> {
      Generation generation = wanted(source, published);
      if (generation != null) {
        batch.add(entry(source, generation, target));
        if (batch.size() >= pace.batch()) {
          done[0] += publish(batch, target);
          progress.at(done[0]);
          pace.after(done[0]);
        }
      }
      return !stopped.getAsBoolean();
    });
    if (!stopped.getAsBoolean()) {
      done[0] += publish(batch, target);
    }
    return done[0];
  }

  private @Nullable Generation wanted(ConsumerRecord<byte[], byte[]> source, Published published) {
    if (RetryHeaders.isRetry(source.headers()) || published.holds(position(source))) {
      return null;
    }
    Generation generation = decoded(source);
    return generation != null && scope.test(generation) ? generation : null;
  }

  /// The policies of production and what the producer asked for have no say: the replay's one
  /// policy has.
  private static RecordTransactions.Entry entry(
      ConsumerRecord<byte[], byte[]> source, Generation generation, Target target) {
    Generation replayed =
        Generation.newBuilder(generation).setRubricIds(List.of()).setPriority(null).build();
    Headers headers = new RecordHeaders();
    position(source).addTo(headers);
    return new RecordTransactions.Entry(
        generation.getGenerationId(),
        List.of(record(target.topic(), source.key(), bytes(replayed, target), headers)));
  }

  private static byte[] bytes(Generation generation, Target target) {
    try {
      return target.serializer().serialize(target.topic(), generation);
    } catch (SerializationException e) {
      throw new ClusterException(TerminalText.line(String.valueOf(e.getMessage())), e);
    }
  }

  @SuppressWarnings("NullAway") // Kafka is not annotated: partition, time and key may be null.
  private static ProducerRecord<byte[], byte[]> record(
      String topic, byte @Nullable [] key, byte[] value, Headers headers) {
    // The time of sending: by that of the source the broker would remove old ones at once.
    return new ProducerRecord<>(topic, null, null, key, value, headers);
  }

  private static long publish(List<RecordTransactions.Entry> batch, Target target) {
    if (batch.isEmpty()) {
      return 0;
    }
    List<RecordTransactions.Entry> tooLarge = target.transactions().publish(batch);
    tooLarge.forEach(entry -> target.tooLarge().accept(entry.id()));
    long published = (long) batch.size() - tooLarge.size();
    batch.clear();
    return published;
  }

  private static ReplayedPosition position(ConsumerRecord<byte[], byte[]> source) {
    return new ReplayedPosition(source.partition(), source.offset());
  }

  private @Nullable Generation decoded(ConsumerRecord<byte[], byte[]> source) {
    try {
      return switch (RecordSerdes.decode(deserializer, source)) {
        case Decoded.Intact<Generation>(var ignored, Generation value) -> value;
        case Decoded.Poison<Generation>(var ignored, String detail) -> {
          if (reported++ < REPORTED_POISON) {
            poison.accept(TerminalText.line(detail));
          }
          yield null;
        }
      };
    } catch (RegistryUnavailableException e) {
      throw new ClusterException(TerminalText.line(String.valueOf(e.getMessage())), e);
    }
  }
}
