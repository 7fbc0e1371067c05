package io.gavel.monitor;

import io.gavel.monitor.window.Series;
import io.gavel.schema.MonitoredSeries;
import io.gavel.streams.AgeIndex;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The series of one task, up to a limit; what comes beyond belongs to a series that says so. For
/// the task's thread.
final class SeriesRoom {
  private final KeyValueStore<String, MonitoredSeries> store;
  private final int limit;
  private final Place overflow;
  private final Map<String, Place> places = new HashMap<>();
  private final AgeIndex quiet = new AgeIndex();
  private Instant newest = Instant.EPOCH;

  /// A series that has its place.
  ///
  /// @param key the series' key
  /// @param series which
  /// @param newest the start of its newest window of the smallest size; [Instant#MIN] where it has
  ///   none yet
  record Place(String key, Series series, Instant newest) {
    /// Whether a window takes nothing more, as one that begins `grace` after its end has begun.
    boolean isClosed(Instant start, Duration size, Duration grace) {
      return !start.plus(size).plus(grace).isAfter(newest);
    }
  }

  /// Opens it with what the store holds.
  ///
  /// @param partition the task's, for the name of the series of those that have no place
  SeriesRoom(KeyValueStore<String, MonitoredSeries> store, int limit, int partition) {
    this.store = store;
    this.limit = limit;
    Series rest = Series.overflow(partition);
    overflow = new Place(rest.key(), rest, Instant.MIN);
    try (KeyValueIterator<String, MonitoredSeries> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, MonitoredSeries> entry = all.next();
        index(entry.key, entry.value);
      }
    }
  }

  /// How many series have a place, the one of those that have none included.
  int size() {
    return places.size();
  }

  /// The newest start of a window of any series; 1970 where there is none.
  Instant newest() {
    return newest;
  }

  /// The place of a series; where there are too many, that of the rest.
  Place place(String key, Series series) {
    Place known = places.get(key);
    if (known != null) {
      return known;
    }
    int own = places.size() - (places.containsKey(overflow.key()) ? 1 : 0);
    return own < limit
        ? new Place(key, series, Instant.MIN)
        : places.getOrDefault(overflow.key(), overflow);
  }

  /// The place of a key that has one.
  @Nullable Place place(String key) {
    return places.get(key);
  }

  /// Remembers that a series has something in a window.
  ///
  /// @param start the window's start; an older one than the newest changes nothing
  void fill(Place place, Instant start, Instant now) {
    if (places.containsKey(place.key()) && !start.isAfter(place.newest())) {
      return;
    }
    MonitoredSeries filled =
        MonitoredSeries.newBuilder()
            .setApplication(place.series().application())
            .setModel(place.series().model())
            .setRubricId(place.series().rubricId())
            .setTags(place.series().tags())
            .setNewestStart(start)
            .setSeenAt(now)
            .build();
    store.put(place.key(), filled);
    index(place.key(), filled);
  }

  /// Forgets series that have had no new window for long.
  ///
  /// @param latest since then or longer
  /// @param most how many at most
  /// @return their keys
  List<String> forget(Instant latest, int most) {
    List<String> forgotten = new ArrayList<>();
    Optional<String> oldest = quiet.oldest(latest);
    while (oldest.isPresent() && forgotten.size() < most) {
      String key = oldest.get();
      quiet.remove(key);
      places.remove(key);
      store.delete(key);
      forgotten.add(key);
      oldest = quiet.oldest(latest);
    }
    return forgotten;
  }

  private void index(String key, MonitoredSeries series) {
    places.put(key, new Place(key, Series.of(series), series.getNewestStart()));
    quiet.put(key, series.getSeenAt(), 1);
    if (series.getNewestStart().isAfter(newest)) {
      newest = series.getNewestStart();
    }
  }
}
