package io.gavel.monitor.alert;

import io.gavel.monitor.drift.Measure;
import io.gavel.monitor.drift.SeriesDrift;
import io.gavel.monitor.drift.Standing;
import io.gavel.monitor.window.Series;
import io.gavel.monitor.window.WindowAggregate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// All that is remembered of a series between its windows; immutable.
///
/// @param series which
/// @param levels the levels of its scale, ascending; [#NO_SCALE] until it has a score
/// @param scored whether it has had a score, or a baseline with scores
/// @param standIn whether any score of it came from a stand-in
/// @param baselineId the baseline of an operator that it was last brought together with
/// @param drift what the detector remembers
/// @param alert the open alert
public record SeriesWatch(
    Series series,
    List<Integer> levels,
    boolean scored,
    boolean standIn,
    Optional<String> baselineId,
    SeriesDrift drift,
    Optional<OpenAlert> alert) {
  /// What stands for the scale of what has no score, such as verdicts on pairs: its shares of
  /// unreadable answers and dead letters are watched all the same.
  static final List<Integer> NO_SCALE = List.of(0, 1);

  /// Copies.
  public SeriesWatch {
    levels = List.copyOf(levels);
  }

  SeriesWatch with(SeriesDrift next, Optional<OpenAlert> open) {
    return new SeriesWatch(series, levels, scored, standIn, baselineId, next, open);
  }

  SeriesWatch seen(WindowAggregate aggregate) {
    return new SeriesWatch(
        series,
        levels,
        scored || aggregate.scores().count() > 0,
        standIn || aggregate.standIn(),
        baselineId,
        drift,
        alert);
  }

  /// The measures that have moved and are not back, in their order.
  List<Measure> moved() {
    return moved(drift);
  }

  static List<Measure> moved(SeriesDrift drift) {
    return Arrays.stream(Measure.values())
        .filter(measure -> drift.standing(measure) instanceof Standing.Raised)
        .toList();
  }
}
