package io.gavel.cli.baseline;

import io.gavel.cli.kafka.ClusterException;
import io.gavel.cli.kafka.TopicPosition;
import io.gavel.cli.text.TerminalText;
import io.gavel.monitor.window.Series;
import io.gavel.schema.ScoreWindow;
import io.gavel.serde.Decoded;
import io.gavel.serde.RecordSerdes;
import io.gavel.serde.RegistryUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/// The windows of one size of one series that the topic `score-windows` holds, each in its newest
/// state. For one thread.
public final class SeriesWindows {
  private static final int MOST_OTHERS = 1_000;

  private final Series series;
  private final Duration size;
  private final NavigableMap<Instant, ScoreWindow> windows = new TreeMap<>();
  private final NavigableSet<String> others = new TreeSet<>();

  /// @param series which
  /// @param size the windows'
  public SeriesWindows(Series series, Duration size) {
    this.series = series;
    this.size = size;
  }

  /// Reads what was committed when the reading began.
  ///
  /// @param topic its name on the broker
  /// @param poison is told of records that cannot be read, in one line each
  /// @throws ClusterException when it cannot be read
  public void read(
      String topic,
      TopicPosition position,
      Deserializer<ScoreWindow> deserializer,
      Consumer<String> poison) {
    String key = series.key();
    position.assign(topic);
    position.toBeginning();
    try {
      position.readToEnd(record -> {
        String of = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        if (of.equals(key)) {
          take(record, deserializer, poison);
        } else if (others.size() < MOST_OTHERS) {
          others.add(of);
        }
        return true;
      });
    } catch (RegistryUnavailableException e) {
      throw new ClusterException(TerminalText.line(String.valueOf(e.getMessage())), e);
    }
  }

  private void take(
      ConsumerRecord<byte[], byte[]> record,
      Deserializer<ScoreWindow> deserializer,
      Consumer<String> poison) {
    switch (RecordSerdes.decode(deserializer, record)) {
      case Decoded.Intact<ScoreWindow>(var ignored, ScoreWindow window) -> {
        if (window.getWindowStart().plus(size).equals(window.getWindowEnd())) {
          windows.put(window.getWindowStart(), window);
        }
      }
      case Decoded.Poison<ScoreWindow>(var ignored, String detail) -> poison.accept(detail);
    }
  }

  /// All of them, by their start.
  public NavigableMap<Instant, ScoreWindow> all() {
    return windows;
  }

  /// Those that lie in a time whole, by their start.
  public NavigableMap<Instant, ScoreWindow> within(Instant from, Instant to) {
    Instant last = to.minus(size);
    return from.isAfter(last) ? new TreeMap<>() : windows.subMap(from, true, last, true);
  }

  /// The keys of other series in the topic, some of them where there are very many.
  public NavigableSet<String> others() {
    return others;
  }
}
