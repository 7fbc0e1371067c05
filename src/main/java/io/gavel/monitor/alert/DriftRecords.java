package io.gavel.monitor.alert;

import io.gavel.monitor.drift.Baseline;
import io.gavel.monitor.drift.Detection;
import io.gavel.monitor.drift.Evidence;
import io.gavel.monitor.drift.Interval;
import io.gavel.monitor.drift.Measure;
import io.gavel.monitor.drift.MeasureDrift;
import io.gavel.monitor.drift.SeriesDrift;
import io.gavel.monitor.drift.Standing;
import io.gavel.monitor.drift.Tally;
import io.gavel.schema.WatchedBaseline;
import io.gavel.schema.WatchedDetection;
import io.gavel.schema.WatchedEvidence;
import io.gavel.schema.WatchedInterval;
import io.gavel.schema.WatchedMeasure;
import io.gavel.schema.WatchedShift;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the detector remembers, as the records that a store keeps, and back: nothing is lost on the
/// way.
final class DriftRecords {
  private DriftRecords() {}

  /// The records of the measures, by word.
  static Map<String, WatchedMeasure> records(SeriesDrift drift) {
    Map<String, WatchedMeasure> records = new TreeMap<>();
    drift.measures().forEach((measure, it) -> records.put(measure.word(), record(it)));
    return records;
  }

  /// The time of the last window; null before the first.
  static @Nullable Instant lastWindow(SeriesDrift drift) {
    return drift.lastWindow().equals(Instant.MIN) ? null : drift.lastWindow();
  }

  /// The other way round.
  ///
  /// @throws IllegalStateException where a measure is missing
  static SeriesDrift drift(Optional<Instant> lastWindow, Map<String, WatchedMeasure> records) {
    Map<Measure, MeasureDrift> measures = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      WatchedMeasure record = records.get(measure.word());
      if (record == null) {
        throw new IllegalStateException("the state of a series lacks " + measure.word());
      }
      measures.put(measure, drift(measure, record));
    }
    return new SeriesDrift(lastWindow.orElse(Instant.MIN), measures);
  }

  private static WatchedMeasure record(MeasureDrift drift) {
    WatchedMeasure.Builder record =
        WatchedMeasure.newBuilder()
            .setBaseline(record(drift.baseline()))
            .setEvidence(drift.evidence().stream().map(DriftRecords::record).toList())
            .setRecentCount(drift.recentCount())
            .setSteady(false)
            .setBaselineObservations(0)
            .setRecentObservations(0);
    switch (drift.standing()) {
      case Standing.Steady _ -> record.setSteady(true);
      case Standing.NotEnoughEvidence(double baseline, double recent) ->
          record.setBaselineObservations(baseline).setRecentObservations(recent);
      case Standing.Raised raised -> record.setShift(record(raised));
    }
    return record.build();
  }

  private static MeasureDrift drift(Measure measure, WatchedMeasure record) {
    Standing quiet =
        record.getSteady()
            ? new Standing.Steady()
            : new Standing.NotEnoughEvidence(
                record.getBaselineObservations(), record.getRecentObservations());
    return new MeasureDrift(
        baseline(record.getBaseline()),
        record.getEvidence().stream().map(DriftRecords::evidence).toList(),
        record.getRecentCount(),
        record.getShift().<Standing>map(it -> raised(measure, it)).orElse(quiet));
  }

  private static WatchedShift record(Standing.Raised raised) {
    return new WatchedShift(
        record(raised.told()),
        raised.payoff(),
        raised.rise(),
        raised.halfWay(),
        raised.recent().counts(),
        record(raised.recovery()));
  }

  private static Standing.Raised raised(Measure measure, WatchedShift shift) {
    return new Standing.Raised(
        detection(measure, shift.getTold()),
        shift.getPayoff(),
        shift.getRise(),
        shift.getHalfWay(),
        Tally.of(shift.getRecent()),
        evidence(shift.getRecovery()));
  }

  private static WatchedDetection record(Detection told) {
    return new WatchedDetection(
        told.change().name(),
        told.baseline(),
        told.current(),
        told.evidence(),
        told.threshold(),
        told.since(),
        told.at(),
        told.summary());
  }

  private static Detection detection(Measure measure, WatchedDetection told) {
    return new Detection(
        measure,
        Detection.Change.valueOf(told.getChange()),
        told.getBaseline(),
        told.getCurrent(),
        told.getEvidence(),
        told.getThreshold(),
        told.getSince(),
        told.getAt(),
        told.getSummary());
  }

  private static WatchedBaseline record(Baseline baseline) {
    return new WatchedBaseline(
        baseline.pinned(),
        baseline.reference().counts(),
        baseline.gathering().counts(),
        baseline.gatheringSince(),
        baseline.bounds().stream().map(it -> new WatchedInterval(it.lower(), it.upper())).toList(),
        baseline.boundsFrom());
  }

  private static Baseline baseline(WatchedBaseline record) {
    return new Baseline(
        record.getPinned(),
        Tally.of(record.getReference()),
        Tally.of(record.getGathering()),
        record.getGatheringSince(),
        record.getBounds().stream().map(it -> new Interval(it.getLower(), it.getUpper())).toList(),
        record.getBoundsFrom());
  }

  private static WatchedEvidence record(Evidence evidence) {
    return new WatchedEvidence(
        evidence.logSum(), evidence.logBest(), evidence.since(), evidence.seen().counts());
  }

  private static Evidence evidence(WatchedEvidence record) {
    return new Evidence(
        record.getLogSum(), record.getLogBest(), record.getSince(), Tally.of(record.getSeen()));
  }
}
