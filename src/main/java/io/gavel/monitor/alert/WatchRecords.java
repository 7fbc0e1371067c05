package io.gavel.monitor.alert;

import io.gavel.monitor.drift.Measure;
import io.gavel.monitor.window.Series;
import io.gavel.schema.WatchedAlert;
import io.gavel.schema.WatchedSeries;
import java.util.Arrays;
import java.util.TreeMap;

/// What is remembered of a series, as the record that a store keeps, and back.
public final class WatchRecords {
  private WatchRecords() {}

  /// The record.
  public static WatchedSeries record(SeriesWatch watch) {
    return WatchedSeries.newBuilder()
        .setApplication(watch.series().application())
        .setModel(watch.series().model())
        .setRubricId(watch.series().rubricId())
        .setTags(watch.series().tags())
        .setLevels(watch.levels())
        .setScored(watch.scored())
        .setStandIn(watch.standIn())
        .setBaselineId(watch.baselineId().orElse(null))
        .setLastWindow(DriftRecords.lastWindow(watch.drift()))
        .setMeasures(DriftRecords.records(watch.drift()))
        .setAlert(watch.alert().map(WatchRecords::record).orElse(null))
        .build();
  }

  /// What a record says.
  ///
  /// @throws IllegalStateException where something is missing in it
  public static SeriesWatch watch(WatchedSeries record) {
    return new SeriesWatch(
        new Series(
            record.getApplication(),
            record.getModel(),
            record.getRubricId(),
            new TreeMap<>(record.getTags())),
        record.getLevels(),
        record.getScored(),
        record.getStandIn(),
        record.getBaselineId(),
        DriftRecords.drift(record.getLastWindow(), record.getMeasures()),
        record.getAlert().map(WatchRecords::alert));
  }

  private static WatchedAlert record(OpenAlert alert) {
    return new WatchedAlert(
        alert.id(),
        alert.named().word(),
        alert.raisedAt(),
        alert.baseline(),
        alert.current(),
        alert.evidence(),
        alert.threshold(),
        alert.since());
  }

  private static OpenAlert alert(WatchedAlert record) {
    Measure named =
        Arrays.stream(Measure.values())
            .filter(it -> it.word().equals(record.getNamed()))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no measure " + record.getNamed()));
    return new OpenAlert(
        record.getAlertId(),
        named,
        record.getRaisedAt(),
        record.getBaseline(),
        record.getCurrent(),
        record.getEvidence(),
        record.getThreshold(),
        record.getSince());
  }
}
