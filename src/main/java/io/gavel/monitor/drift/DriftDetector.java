package io.gavel.monitor.drift;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Looks for drift in series over one scale: a pure function from what is remembered and a closed
/// window to what is remembered and what there is to say. Safe for all threads.
public final class DriftDetector {
  /// What comes of one window.
  ///
  /// @param series what is remembered from now on
  /// @param said alerts raised, updated or cleared, in the order of [Measure]
  public record Step(SeriesDrift series, List<Detection> said) {}

  private static final double MILLIS_PER_HOUR = 3_600_000;

  private final List<Integer> levels;
  private final Map<Measure, MeasureTest> tests = new EnumMap<>(Measure.class);

  /// A detector for one scale.
  ///
  /// @param levels the scale's levels, ascending
  public DriftDetector(DriftSettings settings, List<Integer> levels) {
    this.levels = List.copyOf(levels);
    for (Measure measure : Measure.values()) {
      tests.put(measure, new MeasureTest(measure, settings, this.levels));
    }
  }

  /// A series of which nothing is known: its first windows become its baseline.
  public SeriesDrift begin() {
    Map<Measure, MeasureDrift> measures = new EnumMap<>(Measure.class);
    tests.forEach((measure, test) -> measures.put(measure, test.begin()));
    return new SeriesDrift(Instant.MIN, measures);
  }

  /// A series that an operator compares with a given time. Whatever alert was open is gone.
  ///
  /// @param baseline the merged windows of that time
  /// @throws IllegalArgumentException where its levels are not this detector's
  public SeriesDrift pin(DriftWindow baseline) {
    check(baseline);
    Map<Measure, MeasureDrift> measures = new EnumMap<>(Measure.class);
    tests.forEach((measure, test) -> measures.put(measure, test.begin(measure.of(baseline))));
    return new SeriesDrift(Instant.MIN, measures);
  }

  /// Takes in one closed window. A window that does not start after the last one changes nothing:
  /// what came late must be in its window before that is closed, and evidence is never counted
  /// twice.
  ///
  /// @throws IllegalArgumentException where its levels are not this detector's
  public Step after(SeriesDrift series, DriftWindow window) {
    check(window);
    if (!window.start().isAfter(series.lastWindow())) {
      return new Step(series, List.of());
    }
    double hours =
        series.lastWindow().equals(Instant.MIN)
            ? 0
            : Duration.between(series.lastWindow(), window.start()).toMillis() / MILLIS_PER_HOUR;
    List<Detection> said = new ArrayList<>();
    Map<Measure, MeasureDrift> measures = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      measures.put(measure, after(series, measure, window, hours, said));
    }
    return new Step(new SeriesDrift(window.start(), measures), List.copyOf(said));
  }

  private MeasureDrift after(
      SeriesDrift series, Measure measure, DriftWindow window, double hours, List<Detection> said) {
    MeasureDrift drift = series.measures().get(measure);
    MeasureTest test = tests.get(measure);
    if (drift == null || test == null) {
      throw new IllegalStateException("the state of a series lacks " + measure.word());
    }
    return test.after(drift, window, hours, said);
  }

  private void check(DriftWindow window) {
    if (!window.levels().equals(levels)) {
      throw new IllegalArgumentException(
          "drift window: its levels are %s, but the series is on %s"
              .formatted(window.levels(), levels));
    }
  }
}
