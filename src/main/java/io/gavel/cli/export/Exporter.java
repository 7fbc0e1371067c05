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
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;

/// Writes the records of a topic into a file, from where the file ends to where the topic ends now.
/// For one thread.
///
/// @param <T> the records' class
public final class Exporter<T extends SpecificRecord> {
  private static final int RECORDS_BETWEEN_COMMITS = 10_000;

  private final TopicPosition position;
  private final Deserializer<T> deserializer;
  private final Format format;
  private final Selection selection;
  private final Consumer<String> poison;
  private final RecordJson json = new RecordJson(false);
  private final Map<Selection.Choice, Long> counts = new EnumMap<>(Selection.Choice.class);
  private long unreadable;

  /// @param position over the topic
  /// @param deserializer reads the values
  /// @param format of the lines
  /// @param selection which records are exported
  /// @param poison is told of records that cannot be read, in one safe line each
  public Exporter(
      TopicPosition position,
      Deserializer<T> deserializer,
      Format format,
      Selection selection,
      Consumer<String> poison) {
    this.position = position;
    this.deserializer = deserializer;
    this.format = format;
    this.selection = selection;
    this.poison = poison;
  }

  /// What became of the records that were read.
  ///
  /// @param lines exported
  /// @param ties left out
  /// @param standIns left out
  /// @param unreadable left out
  public record Result(long lines, long ties, long standIns, long unreadable) {}

  /// Exports. When the consumer is woken it stops, and the file can be gone on with.
  ///
  /// @param topic its name on the broker
  /// @param progress is told how many records were read, and of how many
  /// @throws ClusterException when the topic cannot be read
  /// @throws IOException when the file cannot be written
  public Result run(String topic, ExportFile file, ExportProgress progress) throws IOException {
    Map<Integer, Long> offsets = new HashMap<>(file.offsets());
    position.assign(topic);
    position.toOffsets(offsets);
    progress.of(position.left());
    long[] read = {0};
    try {
      position.readToEnd(source -> {
        write(source, file);
        offsets.put(source.partition(), source.offset() + 1);
        progress.at(++read[0]);
        if (read[0] % RECORDS_BETWEEN_COMMITS == 0) {
          commit(file, offsets);
        }
        return true;
      });
    } catch (WakeupException e) {
      // Told to stop: what is written so far counts.
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    file.commit(offsets);
    return new Result(
        counts.getOrDefault(Selection.Choice.TAKEN, 0L),
        counts.getOrDefault(Selection.Choice.TIE, 0L),
        counts.getOrDefault(Selection.Choice.STAND_IN, 0L),
        unreadable);
  }

  private void write(ConsumerRecord<byte[], byte[]> source, ExportFile file) {
    try {
      switch (RecordSerdes.decode(deserializer, source)) {
        case Decoded.Intact<T>(var ignored, T value) -> {
          Selection.Choice choice = selection.choose(value);
          counts.merge(choice, 1L, Long::sum);
          if (choice == Selection.Choice.TAKEN) {
            file.write(format.line(json, value));
          }
        }
        case Decoded.Poison<T>(var ignored, String detail) -> {
          unreadable++;
          poison.accept(TerminalText.line(detail));
        }
      }
    } catch (RegistryUnavailableException e) {
      throw new ClusterException(TerminalText.line(String.valueOf(e.getMessage())), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void commit(ExportFile file, Map<Integer, Long> offsets) {
    try {
      file.commit(offsets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
