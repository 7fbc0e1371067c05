package io.gavel.cli.export;

import io.gavel.cli.kafka.ClusterException;
import io.gavel.cli.kafka.TopicPosition;
import io.gavel.cli.tail.RecordJson;
import io.gavel.cli.text.TerminalText;
import io.gavel.serde.Decoded;
import io.gavel.serde.RecordSerdes;
import io.gavel.serde.RegistryUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/// Writes the records of a topic into a file, from where the file ends to where the topic ends now.
/// Where lines need the records of another topic, it reads three times: which are needed, the other
/// topic, and then the records again, as far as it had read at first. For one thread.
///
/// @param <T> the records' class
public final class Exporter<T extends SpecificRecord> {
  private static final int RECORDS_BETWEEN_COMMITS = 10_000;

  private final TopicPosition position;
  private final Deserializer<T> deserializer;
  private final Format format;
  private final Selection selection;
  private final @Nullable PartnerReader<?> partners;
  private final Consumer<String> poison;
  private final RecordJson json = new RecordJson(false);
  private final Map<Selection.Choice, Long> counts = new EnumMap<>(Selection.Choice.class);
  private long lines;
  private long unreadable;

  /// @param position over the topic
  /// @param deserializer reads the values
  /// @param format of the lines
  /// @param selection which records are exported
  /// @param partners finds what lines need beside; null where they need nothing
  /// @param poison is told of records that cannot be read, in one safe line each
  public Exporter(
      TopicPosition position,
      Deserializer<T> deserializer,
      Format format,
      Selection selection,
      @Nullable PartnerReader<?> partners,
      Consumer<String> poison) {
    this.position = position;
    this.deserializer = deserializer;
    this.format = format;
    this.selection = selection;
    this.partners = partners;
    this.poison = poison;
  }

  /// What became of the records that were read.
  ///
  /// @param lines written
  /// @param leftOut how many records were left out, by why
  /// @param unreadable left out
  public record Result(long lines, Map<Selection.Choice, Long> leftOut, long unreadable) {
    /// Copies.
    public Result {
      leftOut = Map.copyOf(leftOut);
    }

    /// How many records were left out for this reason.
    public long count(Selection.Choice why) {
      return leftOut.getOrDefault(why, 0L);
    }
  }

  /// Exports. When the consumer is woken it stops, and the file can be gone on with.
  ///
  /// @param topic its name on the broker
  /// @param progress is told how many records were read, and of how many
  /// @throws ClusterException when the topic cannot be read
  /// @throws IOException when the file cannot be written
  public Result run(String topic, ExportFile file, ExportProgress progress) throws IOException {
    Map<Integer, Long> offsets = new HashMap<>(file.offsets());
    try {
      Map<Integer, Long> until =
          partners == null ? Map.of() : gather(topic, partners, file, progress);
      read(
          topic,
          file.offsets(),
          progress,
          source -> {
            if (partners == null || source.offset() < until.getOrDefault(source.partition(), 0L)) {
              write(source, file);
              offsets.put(source.partition(), source.offset() + 1);
            }
            return true;
          },
          () -> file.commit(offsets));
    } catch (WakeupException e) {
      // Told to stop: what is written so far counts.
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    file.commit(offsets);
    return new Result(lines, counts, unreadable);
  }

  /// What may fail to reach the disk.
  private interface Writing {
    void run() throws IOException;
  }

  /// Finds what belongs to the records from where the file ends.
  ///
  /// @return by partition, before which offset they are
  private Map<Integer, Long> gather(
      String topic, PartnerReader<?> reader, ExportFile file, ExportProgress progress)
      throws IOException {
    Map<Integer, Long> until = new HashMap<>();
    read(
        topic,
        file.offsets(),
        progress,
        source -> {
          until.put(source.partition(), source.offset() + 1);
          if (decoded(source) instanceof Decoded.Intact<T>(var ignored, T value)
              && selection.choose(value) == Selection.Choice.TAKEN) {
            want(reader, value);
          }
          return true;
        },
        () -> {});
    if (!until.isEmpty()) {
      reader.read(position, progress);
    }
    return until;
  }

  private void read(
      String topic,
      Map<Integer, Long> from,
      ExportProgress progress,
      Predicate<ConsumerRecord<byte[], byte[]>> visitor,
      Writing writing) {
    position.assign(topic);
    position.toOffsets(from);
    progress.of(position.left());
    long[] read = {0};
    position.readToEnd(source -> {
      boolean goOn = visitor.test(source);
      progress.at(++read[0]);
      if (read[0] % RECORDS_BETWEEN_COMMITS == 0) {
        checked(writing);
      }
      return goOn;
    });
  }

  private void write(ConsumerRecord<byte[], byte[]> source, ExportFile file) {
    switch (decoded(source)) {
      case Decoded.Intact<T>(var ignored, T value) -> checked(() -> write(value, file));
      case Decoded.Poison<T>(var ignored, String detail) -> {
        unreadable++;
        poison.accept(TerminalText.line(detail));
      }
    }
  }

  private void write(T value, ExportFile file) throws IOException {
    Selection.Choice choice = selection.choose(value);
    SpecificRecord partner = null;
    if (choice == Selection.Choice.TAKEN && partners != null) {
      partner = partners.of(value);
      choice = partner == null ? Selection.Choice.UNMATCHED : choice;
    }
    if (choice == Selection.Choice.TAKEN) {
      List<String> written =
          format.lines(json, new Format.Exported(value, partner, selection.threshold()));
      choice = written.isEmpty() ? Selection.Choice.UNSUITABLE : choice;
      for (String line : written) {
        file.write(line);
        lines++;
      }
    }
    counts.merge(choice, 1L, Long::sum);
  }

  private Decoded<T> decoded(ConsumerRecord<byte[], byte[]> source) {
    try {
      return RecordSerdes.decode(deserializer, source);
    } catch (RegistryUnavailableException e) {
      throw new ClusterException(TerminalText.line(String.valueOf(e.getMessage())), e);
    }
  }

  private static void want(PartnerReader<?> reader, SpecificRecord value) {
    checked(() -> reader.want(value));
  }

  private static void checked(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
