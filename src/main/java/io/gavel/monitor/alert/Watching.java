package io.gavel.monitor.alert;

import io.gavel.hash.Ids;
import io.gavel.monitor.drift.Detection;
import io.gavel.monitor.drift.Detection.Change;
import io.gavel.monitor.drift.DriftDetector;
import io.gavel.monitor.drift.DriftSettings;
import io.gavel.monitor.drift.Measure;
import io.gavel.monitor.drift.SeriesDrift;
import io.gavel.monitor.window.Series;
import io.gavel.monitor.window.WindowAggregate;
import io.gavel.schema.Alert;
import io.gavel.schema.AlertState;
import io.gavel.schema.Baseline;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes the closed windows of series to their alerts: pure steps from what is remembered. The
/// measures of a series mostly move together, as a fall of the mean changes the distribution. So a
/// series has one alert at a time, named for the measure that moved first (or the mean, once that
/// has moved as well); what moves or is back beside it updates that alert, and it is cleared when
/// all is back. For one thread.
public final class Watching {
  /// The most levels that a scale has whose series is watched: there is a bet on each, twice for
  /// each stake, with the counts of all.
  static final int MOST_LEVELS = 20;

  /// What has moved in a series of a judge itself.
  private static final String JUDGE_HEALTH = "judge_health";

  private static final int MOST_DETECTORS = 100;

  private final DriftSettings settings;
  private final Map<List<Integer>, DriftDetector> detectors = new HashMap<>();

  /// What comes of one step.
  ///
  /// @param watch what is remembered from now on
  /// @param alert what there is to say, without examples
  public record Step(SeriesWatch watch, Optional<Alert> alert) {
    private static Step quiet(SeriesWatch watch) {
      return new Step(watch, Optional.empty());
    }
  }

  /// @param settings how drift is looked for
  public Watching(DriftSettings settings) {
    this.settings = settings;
  }

  /// A series of which nothing is known.
  public SeriesWatch begin(Series series) {
    return new SeriesWatch(
        series,
        SeriesWatch.NO_SCALE,
        false,
        false,
        Optional.empty(),
        detector(SeriesWatch.NO_SCALE).begin(),
        Optional.empty());
  }

  /// Takes in one closed window. One that does not begin after the last one changes nothing. Where
  /// its scores are on another scale than those before, as of a new version of the rubric, the
  /// series begins anew with it.
  ///
  /// @param start start of the window
  /// @param now wall-clock
  public Step after(SeriesWatch watch, Instant start, WindowAggregate aggregate, Instant now) {
    if (!start.isAfter(watch.drift().lastWindow())) {
      return Step.quiet(watch);
    }
    List<Integer> levels = DriftWindows.levels(aggregate);
    if (levels.size() == 1 || levels.size() > MOST_LEVELS) {
      return Step.quiet(
          watch.with(new SeriesDrift(start, watch.drift().measures()), watch.alert()));
    }
    SeriesWatch judged = watch.seen(aggregate);
    if (levels.isEmpty() || levels.equals(watch.levels())) {
      return window(judged, start, aggregate, now);
    }
    SeriesWatch anew = onScale(judged, levels, detector(levels).begin(), Optional.empty());
    Step taken = window(anew, start, aggregate, now);
    return judged.alert().isEmpty()
        ? taken
        : new Step(taken.watch(), over(judged, "the rubric has another scale now"));
  }

  /// Brings a series together with what an operator has pinned for it, or took back. Where that has
  /// changed the series begins anew with it, and an alert that is open ends. A baseline on another
  /// scale than the series' own scores is passed over.
  ///
  /// @param baseline what is pinned now
  public Step pinned(SeriesWatch watch, Optional<Baseline> baseline) {
    Optional<String> id = baseline.map(Baseline::getBaselineId);
    if (id.equals(watch.baselineId())) {
      return Step.quiet(watch);
    }
    if (baseline.isPresent() && !fits(watch, baseline.get())) {
      return Step.quiet(
          new SeriesWatch(
              watch.series(),
              watch.levels(),
              watch.scored(),
              watch.standIn(),
              id,
              watch.drift(),
              watch.alert()));
    }
    List<Integer> levels =
        baseline.map(DriftWindows::levels).filter(it -> !it.isEmpty()).orElse(watch.levels());
    SeriesDrift drift =
        baseline
            .map(it -> detector(levels).pin(DriftWindows.of(it, levels)))
            .orElseGet(() -> detector(levels).begin());
    return new Step(
        onScale(scored(watch, baseline), levels, drift, id),
        watch.alert().isEmpty()
            ? Optional.empty()
            : over(
                watch,
                baseline.isPresent()
                    ? "a baseline was set for it"
                    : "the baseline that was set for it was taken back"));
  }

  private static SeriesWatch scored(SeriesWatch watch, Optional<Baseline> baseline) {
    boolean any = baseline.map(it -> !it.getBuckets().isEmpty()).orElse(false);
    return new SeriesWatch(
        watch.series(),
        watch.levels(),
        watch.scored() || any,
        watch.standIn(),
        watch.baselineId(),
        watch.drift(),
        watch.alert());
  }

  /// Whether a baseline can be pinned to a series: it is on the scale of its scores, and its
  /// numbers make sense together.
  public static boolean fits(SeriesWatch watch, Baseline baseline) {
    List<Integer> levels = DriftWindows.levels(baseline);
    boolean onScale =
        levels.isEmpty()
            || (levels.size() <= MOST_LEVELS && (!watch.scored() || levels.equals(watch.levels())));
    return onScale && makesSense(baseline, levels.isEmpty() ? watch.levels() : levels);
  }

  /// Anybody who may write the topic can have written it.
  private static boolean makesSense(Baseline baseline, List<Integer> levels) {
    try {
      DriftWindows.of(baseline, levels);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /// What there is to say when a series is forgotten, since nothing has come for long.
  public Optional<Alert> forgotten(SeriesWatch watch) {
    return watch.alert().isEmpty()
        ? Optional.empty()
        : over(watch, "nothing has come of it for long");
  }

  /// The same memory on another scale; what was taken in is not taken in again.
  private static SeriesWatch onScale(
      SeriesWatch watch, List<Integer> levels, SeriesDrift drift, Optional<String> baselineId) {
    return new SeriesWatch(
        watch.series(),
        levels,
        watch.scored(),
        watch.standIn(),
        baselineId,
        new SeriesDrift(watch.drift().lastWindow(), drift.measures()),
        Optional.empty());
  }

  private Step window(SeriesWatch watch, Instant start, WindowAggregate aggregate, Instant now) {
    DriftDetector.Step step =
        detector(watch.levels())
            .after(watch.drift(), DriftWindows.of(start, watch.levels(), aggregate));
    List<Measure> before = watch.moved();
    List<Measure> moved = SeriesWatch.moved(step.series());
    List<Detection> said = step.said();
    if (watch.alert().isEmpty()) {
      Optional<Detection> first =
          said.stream().filter(it -> it.change() == Change.RAISED).findFirst();
      Optional<OpenAlert> raised =
          first.map(it ->
              OpenAlert.raised(Ids.hash("alert", watch.series().key(), start.toString()), it, now));
      SeriesWatch next = watch.with(step.series(), raised);
      return new Step(next, raised.map(it -> alert(AlertState.RAISED, next, it)));
    }
    OpenAlert open = watch.alert().get();
    Optional<Detection> ofNamed = said.stream().filter(open::isToldBy).findFirst();
    OpenAlert told = ofNamed.map(open::told).orElse(open);
    SeriesWatch next = watch.with(step.series(), Optional.of(told));
    if (moved.isEmpty()) {
      return new Step(
          next.with(step.series(), Optional.empty()),
          Optional.of(alert(AlertState.CLEARED, next, told)));
    }
    // Of a measure beside the one that the alert is named for, that it moves and is back is enough.
    return ofNamed.isPresent() || !moved.equals(before)
        ? new Step(next, Optional.of(alert(AlertState.UPDATED, next, told)))
        : Step.quiet(next);
  }

  private static Optional<Alert> over(SeriesWatch watch, String because) {
    return watch
        .alert()
        .map(open ->
            Alert.newBuilder(alert(AlertState.CLEARED, watch, open))
                .setSummary(AlertText.over(watch, open, because))
                .build());
  }

  private static Alert alert(AlertState state, SeriesWatch watch, OpenAlert open) {
    Series series = watch.series();
    return Alert.newBuilder()
        .setAlertId(open.id())
        .setState(state)
        .setMoved(series.isJudge() ? JUDGE_HEALTH : open.named().word())
        .setApplication(series.application())
        .setModel(series.model())
        .setRubricId(series.rubricId())
        .setTags(series.tags())
        .setBaseline(open.baseline())
        .setCurrent(open.current())
        .setEvidence(open.evidence())
        .setThreshold(open.threshold())
        .setSince(open.since())
        .setRaisedAt(open.raisedAt())
        .setExamples(List.of())
        .setSummary(AlertText.of(state, watch, open))
        .setStandIn(watch.standIn())
        .build();
  }

  private DriftDetector detector(List<Integer> levels) {
    if (detectors.size() > MOST_DETECTORS) {
      detectors.clear();
    }
    return detectors.computeIfAbsent(levels, it -> new DriftDetector(settings, it));
  }
}
