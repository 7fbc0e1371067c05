package io.gavel.monitor.drift;

import java.time.Instant;
import java.util.Map;

/// All that is remembered of one series; immutable, and of the same size whatever has happened.
///
/// @param lastWindow start of the last window taken in; [Instant#MIN] before the first
/// @param measures what is remembered of each measure
public record SeriesDrift(Instant lastWindow, Map<Measure, MeasureDrift> measures) {
  /// Keeps a copy.
  public SeriesDrift {
    measures = Map.copyOf(measures);
  }

  /// Where a measure stands.
  public Standing standing(Measure measure) {
    MeasureDrift drift = measures.get(measure);
    if (drift == null) {
      throw new IllegalStateException("the state of a series lacks " + measure.word());
    }
    return drift.standing();
  }
}
