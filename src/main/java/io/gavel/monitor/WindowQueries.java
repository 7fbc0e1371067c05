package io.gavel.monitor;

import io.gavel.monitor.alert.SeriesStanding;
import io.gavel.monitor.window.AggregateRecords;
import io.gavel.monitor.window.ScoreWindows;
import io.gavel.monitor.window.Series;
import io.gavel.monitor.window.WindowAggregate;
import io.gavel.schema.MonitoredSeries;
import io.gavel.schema.ScoreWindow;
import io.gavel.schema.WatchedSeries;
import io.gavel.schema.WindowTotals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;
import org.jspecify.annotations.Nullable;

/// Asks the stores of this worker's monitor role (Kafka's interactive queries). What is told has
/// been added up, and may be undone and done again where a transaction is aborted; so it can be
/// ahead of the `score-windows` topic by one `commit.interval.ms`. For any thread.
public final class WindowQueries {
  private final Supplier<Optional<KafkaStreams>> client;
  private final String advertised;

  /// @param client the role's client that runs now
  /// @param advertised where other workers reach this one, as its client was told: `host:port`
  public WindowQueries(Supplier<Optional<KafkaStreams>> client, String advertised) {
    this.client = client;
    this.advertised = advertised;
  }

  /// The newest windows of the series whose partitions this worker has; the series with the newest
  /// windows first. A series that has nothing in its newest `points` windows of this size is left
  /// out.
  ///
  /// @param size of the windows, one of `monitor.windows`
  /// @param points how many windows back from each series' own newest, 1 or more
  /// @param most of how many series at most
  /// @throws WindowsAwayException when they cannot be asked now
  public List<SeriesWindows> newest(Duration size, int points, int most) {
    KafkaStreams streams = running();
    try {
      ReadOnlyKeyValueStore<String, MonitoredSeries> series =
          streams.store(
              StoreQueryParameters.fromNameAndType(
                  MonitorTopology.SERIES, QueryableStoreTypes.keyValueStore()));
      ReadOnlyWindowStore<String, WindowTotals> windows =
          streams.store(
              StoreQueryParameters.fromNameAndType(
                  MonitorTopology.store(size), QueryableStoreTypes.windowStore()));
      List<KeyValue<String, MonitoredSeries>> known = new ArrayList<>();
      try (KeyValueIterator<String, MonitoredSeries> all = series.all()) {
        all.forEachRemaining(known::add);
      }
      return known.stream()
          .sorted(
              Comparator.<KeyValue<String, MonitoredSeries>, Instant>comparing(
                      it -> it.value.getNewestStart())
                  .reversed()
                  .thenComparing(it -> it.key))
          .limit(most)
          .flatMap(it -> newest(windows, it.key, it.value, size, points).stream())
          .toList();
    } catch (InvalidStateStoreException e) {
      throw new WindowsAwayException(
          "this worker's score windows start, are restored or move to another worker", e);
    }
  }

  /// How a series stands against its baseline; empty where this worker does not have it, where
  /// drift is not looked for, and while nothing can be told.
  ///
  /// @param key the series' key
  public Optional<SeriesStanding> standing(String key) {
    return client
        .get()
        .flatMap(streams -> {
          try {
            ReadOnlyKeyValueStore<String, WatchedSeries> watched =
                streams.store(
                    StoreQueryParameters.fromNameAndType(
                        MonitorTopology.DRIFT, QueryableStoreTypes.keyValueStore()));
            return Optional.ofNullable(watched.get(key)).map(SeriesStanding::of);
          } catch (InvalidStateStoreException e) {
            return Optional.empty();
          }
        });
  }

  private static Optional<SeriesWindows> newest(
      ReadOnlyWindowStore<String, WindowTotals> windows,
      String key,
      MonitoredSeries of,
      Duration size,
      int points) {
    Series series = Series.of(of);
    Instant last = ScoreWindows.start(of.getNewestStart(), size);
    Instant first = last.minus(size.multipliedBy(points - 1));
    List<ScoreWindow> found = new ArrayList<>();
    WindowAggregate total = WindowAggregate.EMPTY;
    try (WindowStoreIterator<WindowTotals> some = windows.fetch(key, first, last)) {
      while (some.hasNext()) {
        KeyValue<Long, WindowTotals> one = some.next();
        WindowAggregate aggregate = AggregateRecords.aggregate(one.value);
        total = total.merge(aggregate);
        found.add(ScoreWindows.window(series, Instant.ofEpochMilli(one.key), size, aggregate));
      }
    }
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Instant start = found.getFirst().getWindowStart();
    Duration whole = Duration.between(start, found.getLast().getWindowEnd());
    return Optional.of(
        new SeriesWindows(key, ScoreWindows.window(series, start, whole, total), found));
  }

  /// Where the series of this role's other workers are.
  ///
  /// @param workers where they are reached, `host:port` each, as they advertise it
  /// @param unreachable the partitions of whose worker that is not known: it has no server, or
  ///   advertises the same address as this one, or none has them now
  public record Others(SortedSet<String> workers, SortedSet<Integer> unreachable) {
    /// Where there are none.
    public static final Others NONE = new Others(new TreeSet<>(), new TreeSet<>());

    /// Copies.
    public Others {
      workers = Collections.unmodifiableSortedSet(new TreeSet<>(workers));
      unreachable = Collections.unmodifiableSortedSet(new TreeSet<>(unreachable));
    }
  }

  /// Where the series are that this worker does not have.
  ///
  /// @throws WindowsAwayException when that is not known now
  public Others others() {
    KafkaStreams streams = running();
    SortedSet<String> workers = new TreeSet<>();
    SortedSet<Integer> unreachable = new TreeSet<>();
    try {
      Set<Integer> own = own(streams);
      int count = 1;
      for (int partition = 0; partition < count; partition++) {
        OnePartition asked = new OnePartition(partition);
        KeyQueryMetadata holder = streams.queryMetadataForKey(MonitorTopology.SERIES, "", asked);
        if (asked.count == 0) {
          throw new WindowsAwayException("this worker does not know yet who has which series");
        }
        count = asked.count;
        if (!own.contains(partition)) {
          String address = written(holder.activeHost());
          if (isKnown(holder.activeHost()) && !address.equals(advertised)) {
            workers.add(address);
          } else {
            unreachable.add(partition);
          }
        }
      }
    } catch (IllegalStateException | StreamsException e) {
      throw new WindowsAwayException("this worker does not know yet who has which series", e);
    }
    return new Others(workers, unreachable);
  }

  /// Asks for the holder of one partition, and is told how many there are.
  private static final class OnePartition implements StreamPartitioner<String, Object> {
    private final int partition;
    private int count;

    private OnePartition(int partition) {
      this.partition = partition;
    }

    @Override
    public Optional<Set<Integer>> partitions(
        String topic, @Nullable String key, @Nullable Object value, int partitions) {
      count = partitions;
      return Optional.of(Set.of(partition));
    }
  }

  /// The partitions of the series that this worker has.
  private static Set<Integer> own(KafkaStreams streams) {
    return streams.metadataForLocalThreads().stream()
        .flatMap(thread -> thread.activeTasks().stream())
        .flatMap(task -> task.topicPartitions().stream())
        .filter(it -> it.topic().endsWith(MonitorTopology.BY_SERIES + "-repartition"))
        .map(TopicPartition::partition)
        .collect(Collectors.toSet());
  }

  private static boolean isKnown(HostInfo host) {
    return !host.equals(HostInfo.unavailable())
        && !host.equals(KeyQueryMetadata.NOT_AVAILABLE.activeHost());
  }

  private static String written(HostInfo host) {
    String name = host.host().contains(":") ? "[" + host.host() + "]" : host.host();
    return name + ":" + host.port();
  }

  private KafkaStreams running() {
    return client
        .get()
        .orElseThrow(() -> new WindowsAwayException("this worker's monitor role does not run now"));
  }
}
