package io.gavel.monitor.alert;

import io.gavel.monitor.drift.Measure;
import io.gavel.monitor.drift.MeasureDrift;
import io.gavel.monitor.drift.Standing;
import io.gavel.monitor.drift.Tally;
import io.gavel.schema.WatchedSeries;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// Where a series stands, for people.
///
/// @param key the series' key
/// @param judge whether it tells of a judge itself and not of what it judges
/// @param baselineMean the mean score that it is compared with, on its scale; empty where there is
///   none yet
/// @param baseline where that comes from
/// @param standing whether it has moved
public record SeriesStanding(
    String key, boolean judge, Optional<Double> baselineMean, Kind baseline, State standing) {
  /// Where a baseline comes from.
  public enum Kind {
    /// An operator has set it.
    PINNED,
    /// It is what the series was before.
    TRAILING,
    /// There is none yet.
    NONE;

    /// Its name in lower case.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Whether a series has moved.
  public enum State {
    /// Not enough evidence to say.
    GATHERING,
    /// It has not.
    STEADY,
    /// It has: an alert is open.
    ALERT;

    /// Its name in lower case.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Where a series stands by what is remembered of it.
  ///
  /// @throws IllegalStateException where something is missing in the record
  public static SeriesStanding of(WatchedSeries record) {
    return of(WatchRecords.watch(record));
  }

  /// The same.
  public static SeriesStanding of(SeriesWatch watch) {
    // What has no score, such as verdicts on pairs, stands as its dead letters do.
    MeasureDrift telling =
        Objects.requireNonNull(
            watch
                .drift()
                .measures()
                .get(watch.scored() ? Measure.MEAN : Measure.DEAD_LETTER_SHARE));
    Tally tally = telling.baseline().tally();
    return new SeriesStanding(
        watch.series().key(),
        watch.series().isJudge(),
        watch.scored() && tally.total() > 0
            ? Optional.of(AlertText.mean(watch.levels(), tally))
            : Optional.empty(),
        telling.baseline().pinned() ? Kind.PINNED : tally.total() > 0 ? Kind.TRAILING : Kind.NONE,
        state(watch, telling));
  }

  private static State state(SeriesWatch watch, MeasureDrift telling) {
    if (watch.alert().isPresent()) {
      return State.ALERT;
    }
    return switch (telling.standing()) {
      case Standing.Steady _ -> State.STEADY;
      case Standing.NotEnoughEvidence _, Standing.Raised _ -> State.GATHERING;
    };
  }
}
