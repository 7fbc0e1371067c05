package io.gavel.monitor.drift;

import java.util.List;

/// All that is remembered of one measure of a series; immutable.
///
/// @param baseline what it is compared with
/// @param evidence what each bet has gathered, in the order of [MeasureTest]'s bets
/// @param recentCount effective observations of about the last hour
/// @param standing where it stands
public record MeasureDrift(
    Baseline baseline, List<Evidence> evidence, double recentCount, Standing standing) {
  /// Keeps a copy.
  public MeasureDrift {
    evidence = List.copyOf(evidence);
  }
}
