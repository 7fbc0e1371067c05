package io.gavel.metric;

import io.gavel.config.Durations;
import io.gavel.schema.Alert;
import io.gavel.schema.ScoreWindow;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the monitor role sees. A counter counts what was processed: a transaction that is aborted
/// and repeated is counted twice. For any thread.
public final class MonitorMeters {
  /// An outcome with a score.
  public static final String SCORE = "score";

  /// A verdict on a pair.
  public static final String COMPARISON = "comparison";

  /// What an outcome tells of its judge, beside what it is itself.
  public static final String JUDGE = "judge";

  /// An outcome without a score.
  public static final String DEAD_LETTER = "dead_letter";

  /// An outcome whose series has no place.
  public static final String OVERFLOW = "overflow";

  /// Why a record was passed over: it cannot be read.
  public static final String UNREADABLE = "unreadable";

  /// Why a record was passed over: a field holds what it may not hold.
  public static final String INVALID = "invalid";

  /// Why a record was passed over: its window takes nothing more.
  public static final String LATE = "late";

  /// Why a record was passed over: its generation is said to have been made in the future.
  public static final String AHEAD = "ahead";

  /// Where a series stands: an alert is open.
  private static final String ALERT = "alert";

  private static final List<String> STANDINGS = List.of("gathering", "steady", ALERT);

  /// Of how many series and sizes the newest window is shown at most; a series takes several
  /// meters, and whoever reads them has to keep them all.
  private static final int MOST_SHOWN = 1_000;

  private final MeterRegistry registry;
  private final Counter afterwards;
  private final Map<String, Integer> series = new ConcurrentHashMap<>();
  private final Map<Shown, ScoreWindow> newest = new ConcurrentHashMap<>();
  private final Map<Shown, List<Gauge>> gauges = new ConcurrentHashMap<>();

  private final Map<Watched, String> standings = new ConcurrentHashMap<>();

  private final Map<String, Integer> pending = new ConcurrentHashMap<>();
  private final Map<String, Integer> unseen = new ConcurrentHashMap<>();

  private record Watched(String task, String series) {}

  private record Shown(
      String task, String application, String model, String rubric, String tags, Duration size) {}

  /// @param registry where the meters are registered
  public MonitorMeters(MeterRegistry registry) {
    this.registry = registry;
    this.afterwards = Catalogue.DRIFT_AFTERWARDS.in(registry);
    Catalogue.MONITOR_SERIES.in(registry, this::series);
    Catalogue.DRIFT_WAITING.in(registry, this::waiting);
    for (String standing : STANDINGS) {
      Catalogue.DRIFT_SERIES.in(registry, () -> standing(standing), standing);
    }
  }

  /// Counts one outcome that is in a window now.
  ///
  /// @param kind [#SCORE], [#COMPARISON], [#DEAD_LETTER], [#JUDGE] or [#OVERFLOW]
  public void observed(String kind) {
    Catalogue.MONITOR_OBSERVED.in(registry, kind).increment();
  }

  /// Counts one record that was passed over.
  ///
  /// @param reason [#UNREADABLE], [#INVALID], [#LATE] or [#AHEAD]
  public void skipped(String reason) {
    Catalogue.MONITOR_SKIPPED.in(registry, reason).increment();
  }

  /// Counts one window that is published, and shows it where it is the newest of its series.
  ///
  /// @param task names the task
  /// @param size the window's
  public void published(String task, ScoreWindow window, Duration size) {
    String sizeText = Durations.text(size);
    Catalogue.MONITOR_WINDOWS.in(registry, sizeText).increment();
    Shown shown =
        new Shown(
            task,
            window.getApplication(),
            window.getModel(),
            window.getRubricId(),
            new TreeMap<>(window.getTags())
                .entrySet().stream()
                    .map(tag -> tag.getKey() + "=" + tag.getValue())
                    .collect(Collectors.joining(",")),
            size);
    if (!newest.containsKey(shown) && newest.size() >= MOST_SHOWN) {
      return;
    }
    newest.merge(shown, window, MonitorMeters::newer);
    gauges.computeIfAbsent(shown, it -> show(it, sizeText));
  }

  private static ScoreWindow newer(ScoreWindow one, ScoreWindow other) {
    return one.getWindowStart().isAfter(other.getWindowStart()) ? one : other;
  }

  private List<Gauge> show(Shown shown, String size) {
    return List.of(
        show(Catalogue.SCORE_MEAN, shown, size, it -> it.getMean().orElse(Double.NaN)),
        show(
            Catalogue.SCORE_STANDARD_ERROR,
            shown,
            size,
            it -> it.getStandardError().orElse(Double.NaN)),
        show(Catalogue.SCORE_COUNT, shown, size, ScoreWindow::getCount),
        show(
            Catalogue.SCORE_DEAD_LETTER_SHARE,
            shown,
            size,
            it -> it.getDeadLetterShare().orElse(Double.NaN)),
        show(
            Catalogue.SCORE_WINDOW_END,
            shown,
            size,
            it -> it.getWindowEnd().toEpochMilli() / 1000.0));
  }

  private Gauge show(
      MeterDefinition.ForGauge gauge,
      Shown shown,
      String size,
      ToDoubleFunction<ScoreWindow> value) {
    return gauge.in(
        registry,
        () -> {
          ScoreWindow window = newest.get(shown);
          return window == null ? Double.NaN : value.applyAsDouble(window);
        },
        shown.application(),
        shown.model(),
        shown.rubric(),
        shown.tags(),
        size);
  }

  /// Sets how many series there are in one task.
  ///
  /// @param task names the task
  /// @param count how many, 0 or more
  public void series(String task, int count) {
    series.put(task, count);
  }

  /// Counts one alert that is raised, updated or cleared.
  public void alert(Alert alert) {
    Catalogue.ALERTS
        .in(registry, alert.getState().name().toLowerCase(Locale.ROOT), alert.getMoved())
        .increment();
  }

  /// Counts one window that changed after it was looked for drift in.
  public void afterwards() {
    afterwards.increment();
  }

  /// Sets how many windows of the smallest size have changed and are not published in one task.
  ///
  /// @param task names the task
  public void pending(String task, int count) {
    pending.put(task, count);
  }

  /// Sets how many published windows wait to be looked at for drift in one task.
  ///
  /// @param task names the task
  public void unseen(String task, int count) {
    unseen.put(task, count);
  }

  private long waiting() {
    return Stream.of(pending, unseen)
        .flatMap(counts -> counts.values().stream())
        .mapToLong(Integer::longValue)
        .sum();
  }

  /// Sets where a series stands.
  ///
  /// @param task names the task
  /// @param series the series' key
  /// @param standing `gathering`, `steady` or `alert`
  public void standing(String task, String series, String standing) {
    standings.put(new Watched(task, series), standing);
  }

  /// Forgets where a series stands.
  public void forgotten(String task, String series) {
    standings.remove(new Watched(task, series));
  }

  private long standing(String standing) {
    return standings.values().stream().filter(standing::equals).count();
  }

  /// Forgets a task that this worker no longer has, and what was shown of it.
  ///
  /// @param task names the task
  public void released(String task) {
    series.remove(task);
    pending.remove(task);
    unseen.remove(task);
    standings.keySet().removeIf(it -> it.task().equals(task));
    for (Shown shown : List.copyOf(gauges.keySet())) {
      if (shown.task().equals(task)) {
        gauges.getOrDefault(shown, List.of()).forEach(registry::remove);
        gauges.remove(shown);
        newest.remove(shown);
      }
    }
  }

  /// How many series there are in this worker's tasks.
  public long series() {
    return series.values().stream().mapToLong(Integer::longValue).sum();
  }
}
