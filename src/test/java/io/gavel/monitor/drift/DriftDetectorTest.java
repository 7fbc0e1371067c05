package io.gavel.monitor.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gavel.monitor.drift.Detection.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftDetectorTest {
  private static final List<Double> USUAL = SimulatedSeries.USUAL;
  private static final int HOUR = 60;
  private static final int BASELINE = 86_400;

  private final DriftDetector detector =
      new DriftDetector(DriftSettings.DEFAULTS, SimulatedSeries.LEVELS);

  @Test
  void aDayThatDoesNotMoveRaisesNothingInMoreThanTheRate() {
    int alarms = 0;
    for (int seed = 0; seed < 30; seed++) {
      SimulatedSeries series = new SimulatedSeries(seed, 60);
      SeriesDrift drift = detector.begin();
      alarms += run(drift, series, 0, SimulatedSeries.DAY, USUAL).isEmpty() ? 0 : 1;
    }
    assertThat(alarms).isLessThanOrEqualTo(1);
  }

  @Test
  void aShiftOfThreeTenthsIsFoundInLessThanTenMinutes() {
    double[] delays = new double[101];
    for (int seed = 0; seed < delays.length; seed++) {
      SimulatedSeries series = new SimulatedSeries(1_000 + seed, 60);
      SeriesDrift drift = detector.pin(series.window(-1, USUAL, BASELINE, 0.02));
      Run still = go(drift, series, 0, HOUR, USUAL);
      assertThat(still.said()).isEmpty();
      Run moved = go(still.drift(), series, HOUR, 2 * HOUR, SimulatedSeries.lowered(0.3));
      Detection raised = moved.said().getFirst();
      delays[seed] =
          Duration.between(SimulatedSeries.START.plus(Duration.ofMinutes(HOUR)), raised.at())
              .toMinutes();
    }
    Arrays.sort(delays);
    assertThat(delays[delays.length / 2]).isLessThan(10);
  }

  @Test
  void anAlertSaysWhatMovedFromWhereToWhereSinceWhen() {
    SimulatedSeries series = new SimulatedSeries(7, 60);
    SeriesDrift drift = detector.pin(series.window(-1, USUAL, BASELINE, 0.02));
    drift = go(drift, series, 0, HOUR, USUAL).drift();
    Detection raised =
        run(drift, series, HOUR, 2 * HOUR, SimulatedSeries.lowered(0.5)).stream()
            .filter(said -> said.measure() == Measure.MEAN)
            .findFirst()
            .orElseThrow();
    assertThat(raised.change()).isEqualTo(Change.RAISED);
    assertThat(raised.baseline()).isBetween(3.7, 3.8);
    assertThat(raised.current()).isBetween(3.05, 3.45);
    assertThat(raised.evidence()).isGreaterThanOrEqualTo(raised.threshold());
    assertThat(raised.since())
        .isBetween(
            SimulatedSeries.START.plus(Duration.ofMinutes(HOUR - 3)),
            SimulatedSeries.START.plus(Duration.ofMinutes(HOUR + 3)));
    assertThat(raised.summary()).startsWith("mean moved from 3.7").contains("since 2026-01-01T0");
  }

  @Test
  void anAlertIsRaisedOnceAndClearedWhenTheSeriesIsBackForGood() {
    SimulatedSeries series = new SimulatedSeries(8, 60);
    SeriesDrift drift = detector.pin(series.window(-1, USUAL, BASELINE, 0.02));
    Run moved = go(drift, series, 0, 4 * HOUR, SimulatedSeries.lowered(0.5));
    Run back = go(moved.drift(), series, 4 * HOUR, 12 * HOUR, USUAL);
    List<Change> changes = new ArrayList<>();
    List.of(moved, back).stream()
        .flatMap(run -> run.said().stream())
        .filter(said -> said.measure() == Measure.MEAN && said.change() != Change.UPDATED)
        .forEach(said -> changes.add(said.change()));
    assertThat(changes).containsExactly(Change.RAISED, Change.CLEARED);
    assertThat(moved.drift().standing(Measure.MEAN)).isInstanceOf(Standing.Raised.class);
    assertThat(back.drift().standing(Measure.MEAN)).isInstanceOf(Standing.Steady.class);
  }

  @Test
  void anAlertThatGetsWorseIsUpdatedAtMostEveryTenMinutes() {
    SimulatedSeries series = new SimulatedSeries(9, 60);
    SeriesDrift drift = detector.pin(series.window(-1, USUAL, BASELINE, 0.02));
    drift = go(drift, series, 0, HOUR, SimulatedSeries.lowered(0.5)).drift();
    List<Detection> said = run(drift, series, HOUR, 3 * HOUR, SimulatedSeries.lowered(1.5));
    List<Detection> updates =
        said.stream().filter(update -> update.measure() == Measure.MEAN).toList();
    assertThat(updates).isNotEmpty().allMatch(update -> update.change() == Change.UPDATED);
    assertThat(updates).hasSizeLessThan(8);
    assertThat(updates.getLast().current()).isBetween(2.0, 2.6);
  }

  @Test
  void moreOfBothEndsMovesTheDistributionAndNotTheMean() {
    SimulatedSeries series = new SimulatedSeries(10, 60);
    List<Double> middle = List.of(0.05, 0.2, 0.5, 0.2, 0.05);
    SeriesDrift drift = detector.pin(series.window(-1, middle, BASELINE, 0.02));
    List<Detection> said = run(drift, series, 0, HOUR, List.of(0.2, 0.2, 0.2, 0.2, 0.2));
    assertThat(said)
        .isNotEmpty()
        .allMatch(detection -> detection.measure() == Measure.DISTRIBUTION);
    assertThat(said.getFirst().baseline()).isZero();
    assertThat(said.getFirst().current()).isBetween(0.03, 0.3);
  }

  @Test
  void moreDeadLettersAreFoundAndFewerAreNoAlert() {
    SimulatedSeries series = new SimulatedSeries(11, 60);
    SeriesDrift drift = detector.pin(series.window(-1, USUAL, BASELINE, 0.02));
    List<Detection> worse = new ArrayList<>();
    SeriesDrift worsening = drift;
    SeriesDrift better = drift;
    for (int minute = 0; minute < 2 * HOUR; minute++) {
      DriftDetector.Step step = detector.after(worsening, series.window(minute, USUAL, 60, 0.1));
      worsening = step.series();
      worse.addAll(step.said());
      step = detector.after(better, series.window(minute, USUAL, 60, 0));
      better = step.series();
      assertThat(step.said()).isEmpty();
    }
    assertThat(worse)
        .extracting(Detection::measure)
        .contains(Measure.DEAD_LETTER_SHARE, Measure.UNREADABLE_SHARE)
        .doesNotContain(Measure.MEAN, Measure.DISTRIBUTION);
    assertThat(worse.getFirst().baseline()).isBetween(0.005, 0.025);
  }

  @Test
  void littleDataIsNotEnoughEvidenceAndNeverSteady() {
    SimulatedSeries series = new SimulatedSeries(12, 6);
    SeriesDrift drift = go(detector.begin(), series, 0, 10, USUAL).drift();
    assertThat(drift.standing(Measure.MEAN)).isInstanceOf(Standing.NotEnoughEvidence.class);
    drift = go(drift, series, 10, 10 * HOUR, USUAL).drift();
    assertThat(drift.standing(Measure.MEAN)).isInstanceOf(Standing.Steady.class);
    DriftWindow silent = series.window(20 * HOUR, USUAL, 0, 0);
    drift = detector.after(drift, silent).series();
    assertThat(drift.standing(Measure.MEAN)).isInstanceOf(Standing.NotEnoughEvidence.class);
  }

  @Test
  void feedbackSampledWithUnequalProbabilitiesClaimsNoMoreThanItsEffectiveSize() {
    DriftWindow window = new SimulatedSeries(15, 600).weighted(0);
    assertThat(window.scores().total()).isEqualTo(window.effectiveSampleSize(), within(1e-9));
    assertThat(window.effectiveSampleSize()).isLessThan(200);
    int alarms = 0;
    for (int seed = 0; seed < 6; seed++) {
      SimulatedSeries series = new SimulatedSeries(seed, 120);
      SeriesDrift drift = detector.begin();
      int said = 0;
      for (int minute = 0; minute < SimulatedSeries.DAY; minute++) {
        DriftDetector.Step step = detector.after(drift, series.weighted(minute));
        drift = step.series();
        said += step.said().size();
      }
      alarms += said > 0 ? 1 : 0;
    }
    assertThat(alarms).isZero();
  }

  @Test
  void settingsThatCannotBeNameTheirKeyAndValue() {
    assertThatThrownBy(() ->
            new DriftSettings(
                0, 1, Duration.ofMinutes(1), Duration.ofDays(1), 0.1, 30, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("false_alarm_rate: 0.0 is not allowed: it must be in (0, 1)");
  }

  @Test
  void aWindowThatComesTwiceCountsOnce() {
    SimulatedSeries series = new SimulatedSeries(13, 60);
    DriftWindow window = series.window(0, USUAL);
    SeriesDrift once = detector.after(detector.begin(), window).series();
    assertThat(detector.after(once, window).series()).isEqualTo(once);
  }

  @Test
  void aTrailingBaselineOfADayTakesItsPredecessorsPlace() {
    DriftSettings hourly =
        new DriftSettings(
            0.01, 1, Duration.ofMinutes(1), Duration.ofHours(1), 0.1, 30, Duration.ofMinutes(10));
    DriftDetector hourlyDetector = new DriftDetector(hourly, SimulatedSeries.LEVELS);
    SimulatedSeries series = new SimulatedSeries(14, 60);
    SeriesDrift drift = hourlyDetector.begin();
    for (int minute = 0; minute < 3 * HOUR; minute++) {
      drift =
          hourlyDetector
              .after(drift, series.window(minute, USUAL, minute < HOUR ? 60 : 30, 0))
              .series();
    }
    assertThat(drift.measures().get(Measure.MEAN))
        .extracting(mean -> mean.baseline().tally().total())
        .isEqualTo(HOUR * 30.0);
  }

  @Test
  void aScaleThatIsNotTheSeriesIsRefused() {
    DriftWindow other =
        new DriftWindow(SimulatedSeries.START, List.of(0, 1), List.of(1.0, 1.0), 2, 0, 0, 2);
    assertThatThrownBy(() -> detector.after(detector.begin(), other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[0, 1]")
        .hasMessageContaining("[1, 2, 3, 4, 5]");
  }

  private record Run(SeriesDrift drift, List<Detection> said) {}

  private List<Detection> run(
      SeriesDrift drift, SimulatedSeries series, int from, int to, List<Double> shares) {
    return go(drift, series, from, to, shares).said();
  }

  private Run go(SeriesDrift drift, SimulatedSeries series, int from, int to, List<Double> shares) {
    List<Detection> said = new ArrayList<>();
    SeriesDrift current = drift;
    for (int minute = from; minute < to; minute++) {
      DriftDetector.Step step = detector.after(current, series.window(minute, shares));
      current = step.series();
      said.addAll(step.said());
    }
    return new Run(current, said);
  }
}
