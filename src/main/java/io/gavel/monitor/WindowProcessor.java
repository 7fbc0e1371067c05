package io.gavel.monitor;

import io.gavel.config.MonitorConfig;
import io.gavel.metric.MonitorMeters;
import io.gavel.monitor.window.AggregateRecords;
import io.gavel.monitor.window.ScoreWindows;
import io.gavel.monitor.window.Series;
import io.gavel.monitor.window.WindowAggregate;
import io.gavel.schema.MonitoredSeries;
import io.gavel.schema.Observation;
import io.gavel.schema.ScoreWindow;
import io.gavel.schema.WindowTotals;
import io.gavel.streams.InternalSerde;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/// Adds outcomes up. An outcome goes into what is pending for its window of the smallest size; when
/// that is published, it is merged into the window of each size, so that a larger window is always
/// the sum of the smaller ones in it, and one outcome costs one small record. What is pending is in
/// a store as well: a task that starts over publishes what its predecessor had not.
final class WindowProcessor implements Processor<String, byte[], String, ScoreWindow> {
  /// How far a worker's clock and that of whoever made a generation may be apart. A generation from
  /// further ahead would close the windows of its series before their time.
  private static final Duration AHEAD = Duration.ofMinutes(5);

  /// How many windows of the smallest size may be pending; more are published at once.
  private static final int MOST_PENDING = 10_000;

  private static final int FORGOTTEN_AT_A_TIME = 100;
  private static final char SEPARATOR = '@';

  private final MonitorConfig config;
  private final Duration smallest;
  private final MonitorMeters meters;
  private final InternalSerde<Observation> observations = InternalSerde.of(Observation.class);
  private ProcessorContext<String, ScoreWindow> context;
  private KeyValueStore<String, WindowTotals> pending;
  private SeriesRoom room;

  @SuppressWarnings("NullAway.Init") // init comes before anything else, by Kafka's contract.
  WindowProcessor(MonitorConfig config, MonitorMeters meters) {
    this.config = config;
    this.meters = meters;
    smallest = config.windows().getFirst();
  }

  /// One window of one series.
  private record Window(String key, Instant start) {}

  @Override
  public void init(ProcessorContext<String, ScoreWindow> context) {
    this.context = context;
    pending = context.getStateStore(MonitorTopology.PENDING);
    KeyValueStore<String, MonitoredSeries> series = context.getStateStore(MonitorTopology.SERIES);
    room = new SeriesRoom(series, config.seriesLimit(), context.taskId().partition());
    meters.series(context.taskId().toString(), room.size());
    context.schedule(
        config.publishInterval(), PunctuationType.WALL_CLOCK_TIME, this::publishAndForget);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    Observation observation = observations.decode(record.value());
    Instant at = observation.getGeneratedAt();
    Instant start = ScoreWindows.start(at, smallest);
    SeriesRoom.Place place = room.place(record.key(), Series.of(observation));
    if (at.isAfter(now().plus(AHEAD))) {
      meters.skipped(MonitorMeters.AHEAD);
    } else if (isLate(place, start, Instant.ofEpochMilli(record.timestamp()))
        || isForgotten(start)) {
      meters.skipped(MonitorMeters.LATE);
    } else {
      room.fill(place, start, now());
      String key = pendingKey(place.key(), start);
      pending.put(key, AggregateRecords.record(aggregate(pending.get(key)).add(observation)));
      meters.pending(context.taskId().toString(), (int) pending.approximateNumEntries());
      meters.observed(kind(observation, place));
      if (pending.approximateNumEntries() > MOST_PENDING) {
        publish();
      }
    }
  }

  /// Whether an outcome comes after the grace, both by when it was published and by its series' own
  /// newest window. Either alone would lose outcomes: after a pause the partitions are read one
  /// ahead of the other, and judges that are hours behind publish all of a series late.
  private boolean isLate(SeriesRoom.Place place, Instant start, Instant published) {
    return place.isClosed(start, smallest, config.grace())
        && published.isAfter(start.plus(smallest).plus(config.grace()));
  }

  /// Whether the stores no longer keep windows as old as this one.
  private boolean isForgotten(Instant start) {
    return start.isBefore(room.newest().minus(config.retention(smallest)));
  }

  private void publishAndForget(long nowMillis) {
    publish();
    room.forget(
            Instant.ofEpochMilli(nowMillis).minus(config.seriesRetention()), FORGOTTEN_AT_A_TIME)
        .forEach(this::forwardForgotten);
    meters.series(context.taskId().toString(), room.size());
  }

  private void publish() {
    Map<Window, WindowAggregate> news = takePending();
    for (Duration size : config.windows()) {
      WindowStore<String, WindowTotals> store = context.getStateStore(MonitorTopology.store(size));
      Map<Window, WindowAggregate> ofSize = new LinkedHashMap<>();
      news.forEach((window, aggregate) ->
          ofSize.merge(
              new Window(window.key(), ScoreWindows.start(window.start(), size)),
              aggregate,
              WindowAggregate::merge));
      ofSize.forEach((window, aggregate) -> {
        long millis = window.start().toEpochMilli();
        WindowAggregate all = aggregate(store.fetch(window.key(), millis)).merge(aggregate);
        store.put(window.key(), AggregateRecords.record(all), millis);
        forward(window, size, all);
      });
    }
    meters.pending(context.taskId().toString(), 0);
  }

  private Map<Window, WindowAggregate> takePending() {
    List<KeyValue<String, WindowTotals>> taken = new ArrayList<>();
    try (KeyValueIterator<String, WindowTotals> all = pending.all()) {
      all.forEachRemaining(taken::add);
    }
    Map<Window, WindowAggregate> news = new LinkedHashMap<>();
    for (KeyValue<String, WindowTotals> entry : taken) {
      int end = entry.key.lastIndexOf(SEPARATOR);
      Instant start = Instant.ofEpochMilli(Long.parseLong(entry.key.substring(end + 1)));
      news.put(
          new Window(entry.key.substring(0, end), start), AggregateRecords.aggregate(entry.value));
      pending.delete(entry.key);
    }
    return news;
  }

  private void forward(Window window, Duration size, WindowAggregate aggregate) {
    SeriesRoom.Place place = room.place(window.key());
    if (place == null) {
      throw new IllegalStateException("a window without its series: " + window.key());
    }
    ScoreWindow made = ScoreWindows.window(place.series(), window.start(), size, aggregate);
    meters.published(context.taskId().toString(), made, size);
    // By the window's own time, an old one would go with the topic's next clean-up.
    context.forward(new Record<>(window.key(), made, context.currentSystemTimeMs()));
  }

  /// Whoever remembers something of the series forgets it as well.
  @SuppressWarnings("NullAway") // Kafka's contract: a value may be null.
  private void forwardForgotten(String key) {
    context.forward(new Record<>(key, null, context.currentSystemTimeMs()));
  }

  private static String pendingKey(String series, Instant start) {
    return series + SEPARATOR + start.toEpochMilli();
  }

  private static WindowAggregate aggregate(@Nullable WindowTotals totals) {
    return totals == null ? WindowAggregate.EMPTY : AggregateRecords.aggregate(totals);
  }

  private static String kind(Observation observation, SeriesRoom.Place place) {
    if (place.series().isOverflow()) {
      return MonitorMeters.OVERFLOW;
    }
    if (place.series().isJudge()) {
      return MonitorMeters.JUDGE;
    }
    if (observation.getReason().isPresent()) {
      return MonitorMeters.DEAD_LETTER;
    }
    return observation.getScore().isPresent() ? MonitorMeters.SCORE : MonitorMeters.COMPARISON;
  }

  private Instant now() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs());
  }

  // A task whose start failed is closed too, with what it had by then.
  @Override
  public void close() {
    meters.released(context.taskId().toString());
  }
}
