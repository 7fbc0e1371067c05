package io.gavel.cli.tail;

import io.gavel.cli.kafka.ClusterException;
import io.gavel.cli.kafka.TopicPosition;
import io.gavel.cli.text.TerminalText;
import io.gavel.serde.Decoded;
import io.gavel.serde.RecordSerdes;
import io.gavel.serde.RegistryUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;

/// Reads a topic and prints it until told to stop: by its limit, by the end where it does not
/// follow, by waking the consumer, or because nobody reads the output any more. For one thread.
///
/// @param <T> the records' class
public final class Tail<T extends SpecificRecord> {
  private static final Duration POLL = Duration.ofMillis(250);

  private final TopicPosition position;
  private final Deserializer<T> deserializer;
  private final Predicate<T> filter;
  private final RecordPrinter<T> printer;
  private final Consumer<String> poison;
  private long printed;

  /// @param position over the topic
  /// @param deserializer reads the values
  /// @param filter which records are shown
  /// @param printer shows them
  /// @param poison is told of records that cannot be read, in one safe line each
  public Tail(
      TopicPosition position,
      Deserializer<T> deserializer,
      Predicate<T> filter,
      RecordPrinter<T> printer,
      Consumer<String> poison) {
    this.position = position;
    this.deserializer = deserializer;
    this.filter = filter;
    this.printer = printer;
    this.poison = poison;
  }

  /// Where to begin and when to stop.
  ///
  /// @param fromBeginning begin with the oldest record
  /// @param last otherwise begin with this many of the newest, 0 or more
  /// @param limit stop after this many, at least 1
  /// @param follow wait for more at the end
  public record Range(boolean fromBeginning, int last, long limit, boolean follow) {}

  private record Read<T>(ConsumerRecord<byte[], byte[]> source, T value) {}

  /// Reads and prints.
  ///
  /// @param topic its name on the broker
  /// @throws ClusterException when it cannot be read
  public void run(String topic, Range range) {
    try {
      position.assign(topic);
      if (range.fromBeginning()) {
        position.toBeginning();
      } else {
        if (range.last() > 0) {
          print(newest(range.last()), range.limit());
        }
        position.toEnd();
      }
      while (printed < range.limit()
          && !printer.isBroken()
          && (range.follow() || !position.atEnd())) {
        print(readable(position.poll(POLL), poison), range.limit());
      }
    } catch (WakeupException e) {
      printer.endOfBatch(); // told to stop
    }
  }

  private void print(Iterable<Read<T>> reads, long limit) {
    for (Read<T> read : reads) {
      if (printed < limit && filter.test(read.value())) {
        printer.print(read.value());
        printed++;
      }
    }
    printer.endOfBatch();
  }

  /// The newest records that pass the filter, oldest first, over all partitions by their timestamp.
  /// How far back they are is not known beforehand, because of the filter and because transactions
  /// leave marks of their own among the offsets: the look back gets longer until it is enough.
  private List<Read<T>> newest(int wanted) {
    Comparator<Read<T>> byTime =
        Comparator.<Read<T>>comparingLong(read -> read.source().timestamp())
            .thenComparingInt(read -> read.source().partition())
            .thenComparingLong(read -> read.source().offset());
    for (long back = 2L * wanted + 16; ; back *= 4) {
      boolean complete = position.beforeEnd(back);
      PriorityQueue<Read<T>> newest = new PriorityQueue<>(byTime);
      List<String> unreadable = new ArrayList<>();
      Map<Integer, Long> oldest = new HashMap<>();
      while (!position.atEnd()) {
        List<ConsumerRecord<byte[], byte[]>> sources = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> source : position.poll(POLL)) {
          if (position.isBeforeEnd(source)) {
            sources.add(source);
            oldest.putIfAbsent(
                source.partition(),
                position.isOldest(source) ? Long.MIN_VALUE : source.timestamp());
          }
        }
        for (Read<T> read : readable(sources, unreadable::add)) {
          if (filter.test(read.value())) {
            newest.add(read);
            if (newest.size() > wanted) {
              newest.remove();
            }
          }
        }
      }
      Read<T> first = newest.peek();
      if (complete
          || (first != null
              && newest.size() == wanted
              && oldest.values().stream().allMatch(time -> time <= first.source().timestamp()))) {
        unreadable.forEach(poison);
        return newest.stream().sorted(byTime).toList();
      }
    }
  }

  private List<Read<T>> readable(
      Iterable<ConsumerRecord<byte[], byte[]>> sources, Consumer<String> unreadable) {
    List<Read<T>> reads = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> source : sources) {
      read(source, unreadable).ifPresent(reads::add);
    }
    return reads;
  }

  private Optional<Read<T>> read(
      ConsumerRecord<byte[], byte[]> source, Consumer<String> unreadable) {
    try {
      return switch (RecordSerdes.decode(deserializer, source)) {
        case Decoded.Intact<T>(var ignored, T value) -> Optional.of(new Read<>(source, value));
        case Decoded.Poison<T>(var ignored, String detail) -> {
          unreadable.accept(TerminalText.line(detail));
          yield Optional.empty();
        }
      };
    } catch (RegistryUnavailableException e) {
      throw new ClusterException(TerminalText.line(String.valueOf(e.getMessage())), e);
    }
  }
}
