package io.gavel.monitor;

import io.gavel.config.MonitorConfig;
import io.gavel.metric.MonitorMeters;
import io.gavel.monitor.alert.SeriesStanding;
import io.gavel.monitor.alert.SeriesWatch;
import io.gavel.monitor.alert.WatchRecords;
import io.gavel.monitor.alert.Watching;
import io.gavel.monitor.drift.DriftSettings;
import io.gavel.monitor.window.AggregateRecords;
import io.gavel.monitor.window.Example;
import io.gavel.monitor.window.Examples;
import io.gavel.monitor.window.Series;
import io.gavel.monitor.window.WindowAggregate;
import io.gavel.schema.Alert;
import io.gavel.schema.MonitoredSeries;
import io.gavel.schema.ScoreWindow;
import io.gavel.schema.WatchedSeries;
import io.gavel.schema.WindowTotals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;

/// Windows in, as often as they change; alerts out. A window is looked at once, in the order of
/// windows, when it is closed ([UnseenWindows] says when). What comes later is in the window, and
/// in no evidence.
///
/// What a window holds is read in the store of windows, so this only has to know of each series
/// where it is. That and the alert that is open are changed with what is published, in one
/// transaction: an alert is raised exactly once, whatever crashes.
final class DriftProcessor implements Processor<String, ScoreWindow, String, Alert> {
  /// How many windows are looked at before others get their turn: a worker that begins with full
  /// stores must not miss its polls.
  private static final int MOST_AT_A_TIME = 5_000;

  /// How many looks at least a window must have been quiet for.
  private static final int LOOKS_TO_SETTLE = 3;

  private final MonitorConfig config;
  private final Duration size;
  private final BaselineReader baselines;
  private final MonitorMeters meters;
  private final Watching watching;
  private final Map<String, Place> places = new HashMap<>();
  private Instant looked = Instant.EPOCH;
  private Duration stalled = Duration.ZERO;
  private ProcessorContext<String, Alert> context;
  private KeyValueStore<String, WatchedSeries> store;
  private WindowStore<String, WindowTotals> windows;

  /// What is to know of a series at every turn.
  private record Place(Series series, UnseenWindows unseen) {}

  @SuppressWarnings("NullAway.Init") // init comes before anything else, by Kafka's contract.
  DriftProcessor(MonitorConfig config, BaselineReader baselines, MonitorMeters meters) {
    this.config = config;
    this.baselines = baselines;
    this.meters = meters;
    size = config.windows().getFirst();
    watching = new Watching(settings(config));
  }

  private static DriftSettings settings(MonitorConfig config) {
    return new DriftSettings(
        config.drift().falseAlarmRate(),
        config.drift().series(),
        config.windows().getFirst(),
        config.drift().trailing(),
        DriftSettings.DEFAULTS.resolution(),
        DriftSettings.DEFAULTS.leastRecent(),
        config.drift().updateInterval());
  }

  @Override
  public void init(ProcessorContext<String, Alert> context) {
    this.context = context;
    store = context.getStateStore(MonitorTopology.DRIFT);
    windows = context.getStateStore(MonitorTopology.store(size));
    baselines.init(context);
    looked = now();
    places.clear();
    KeyValueStore<String, MonitoredSeries> series = context.getStateStore(MonitorTopology.SERIES);
    try (KeyValueIterator<String, MonitoredSeries> all = series.all()) {
      while (all.hasNext()) {
        KeyValue<String, MonitoredSeries> entry = all.next();
        Series of = Series.of(entry.value);
        if (!of.isOverflow()) {
          open(entry.key, of, entry.value.getNewestStart());
        }
      }
    }
    context.schedule(config.publishInterval(), PunctuationType.WALL_CLOCK_TIME, this::look);
  }

  /// Opens a series with what the store has of it.
  private Place open(String key, Series series, Instant newest) {
    WatchedSeries known = store.get(key);
    Instant taken = known == null ? Instant.MIN : known.getLastWindow().orElse(Instant.MIN);
    Place place =
        new Place(
            series, new UnseenWindows(size, config.drift().settle(), newest, taken, attended()));
    places.put(key, place);
    if (known != null) {
      meters.standing(task(), key, SeriesStanding.of(known).standing().word());
    }
    return place;
  }

  @Override
  public void process(Record<String, ScoreWindow> record) {
    String key = record.key();
    ScoreWindow window = record.value();
    if (window == null) {
      forget(key);
      return;
    }
    Instant start = window.getWindowStart();
    if (window.getOverflow() || !window.getWindowEnd().equals(start.plus(size))) {
      return;
    }
    Place known = places.get(key);
    if (known == null) {
      known =
          open(
              key,
              new Series(
                  window.getApplication(),
                  window.getModel(),
                  window.getRubricId(),
                  new TreeMap<>(window.getTags())),
              start);
    }
    if (!known.unseen().changed(start, attended())) {
      meters.afterwards();
    }
    tellWaiting();
  }

  private void tellWaiting() {
    meters.unseen(task(), places.values().stream().mapToInt(place -> place.unseen().count()).sum());
  }

  /// Looks at what has closed since the last time.
  private void look(long nowMillis) {
    attend();
    int left = MOST_AT_A_TIME;
    for (String key : List.copyOf(places.keySet())) {
      if (left > 0) {
        left -= look(key, left);
      }
    }
    tellWaiting();
  }

  /// Of the time since the last look, what is beyond a part of `settle`, and beyond the time
  /// between two looks, does not count: a worker that was held up has not read yet what came
  /// meanwhile.
  private void attend() {
    Duration part = config.drift().settle().dividedBy(LOOKS_TO_SETTLE);
    Duration usual = config.publishInterval().multipliedBy(2);
    Duration most = part.compareTo(usual) < 0 ? usual : part;
    Duration beyond = Duration.between(looked, now()).minus(most);
    looked = now();
    stalled = beyond.isPositive() ? stalled.plus(beyond) : stalled;
  }

  private int look(String key, int most) {
    Place place = places.get(key);
    if (place == null) {
      return 0;
    }
    boolean pinned = baselines.hasChanged(key);
    List<KeyValue<Long, WindowTotals>> closed = closed(key, place.unseen(), most);
    if (closed.isEmpty() && !pinned) {
      return 0;
    }
    WatchedSeries known = store.get(key);
    SeriesWatch watch = known == null ? watching.begin(place.series()) : WatchRecords.watch(known);
    watch = told(key, watching.pinned(watch, baselines.of(key)));
    for (KeyValue<Long, WindowTotals> window : closed) {
      watch =
          told(
              key,
              watching.after(
                  watch,
                  Instant.ofEpochMilli(window.key),
                  AggregateRecords.aggregate(window.value),
                  now()));
    }
    store.put(key, WatchRecords.record(watch));
    if (!closed.isEmpty()) {
      place.unseen().seen(Instant.ofEpochMilli(closed.getLast().key));
    }
    meters.standing(task(), key, SeriesStanding.of(watch).standing().word());
    return closed.size();
  }

  /// The windows that have closed since the last one that was looked at, in their order.
  private List<KeyValue<Long, WindowTotals>> closed(String key, UnseenWindows unseen, int most) {
    List<KeyValue<Long, WindowTotals>> closed = new ArrayList<>();
    Instant first = unseen.first(config.retention(size));
    Instant last = unseen.lastThatMayBeClosed(now(), attended());
    if (first.isAfter(last)) {
      return closed;
    }
    try (WindowStoreIterator<WindowTotals> all = windows.fetch(key, first, last)) {
      while (all.hasNext() && closed.size() < most) {
        KeyValue<Long, WindowTotals> window = all.next();
        if (!unseen.isQuiet(Instant.ofEpochMilli(window.key), attended())) {
          break;
        }
        closed.add(window);
      }
    }
    return closed;
  }

  private SeriesWatch told(String key, Watching.Step step) {
    step.alert().ifPresent(alert -> tell(key, alert));
    return step.watch();
  }

  private void tell(String key, Alert alert) {
    Alert whole = Alert.newBuilder(alert).setExamples(examples(key, alert)).build();
    meters.alert(whole);
    context.forward(new Record<>(key, whole, context.currentSystemTimeMs()));
  }

  /// What to read, of all windows since it moved.
  private List<String> examples(String key, Alert alert) {
    Examples examples = Examples.NONE;
    try (WindowStoreIterator<WindowTotals> all = windows.fetch(key, alert.getSince(), now())) {
      while (all.hasNext()) {
        WindowAggregate window = AggregateRecords.aggregate(all.next().value);
        examples = examples.merge(window.examples());
      }
    }
    return Stream.concat(examples.scored().stream(), examples.unscored().stream())
        .map(Example::requestId)
        .distinct()
        .toList();
  }

  private void forget(String key) {
    WatchedSeries known = store.get(key);
    if (known != null) {
      watching.forgotten(WatchRecords.watch(known)).ifPresent(alert -> tell(key, alert));
      store.delete(key);
    }
    places.remove(key);
    baselines.forget(key);
    meters.forgotten(task(), key);
  }

  private String task() {
    return context.taskId().toString();
  }

  /// Wall-clock without the time in which this was held up.
  private Instant attended() {
    return now().minus(stalled);
  }

  private Instant now() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs());
  }

  // A task whose start failed is closed too, with what it had by then; what is shown of it is
  // forgotten with its windows.
  @Override
  public void close() {
    Utils.closeQuietly(baselines, "baselines");
  }
}
