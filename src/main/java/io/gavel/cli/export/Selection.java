package io.gavel.cli.export;

import io.gavel.schema.Feedback;
import io.gavel.schema.Preference;
import io.gavel.schema.Reward;
import org.apache.avro.specific.SpecificRecord;

/// Which records are exported.
///
/// @param includeTies preferences of neither response, too
/// @param includeStandIn what a stand-in judged, too
public record Selection(boolean includeTies, boolean includeStandIn) {
  /// What becomes of a record.
  public enum Choice {
    /// It is exported.
    TAKEN,
    /// It is left out: it prefers neither response.
    TIE,
    /// It is left out: a stand-in judged it.
    STAND_IN
  }

  /// Chooses.
  ///
  /// @param value a feedback, a preference or a reward
  public Choice choose(SpecificRecord value) {
    boolean standIn =
        switch (value) {
          case Feedback feedback -> feedback.getJudgement().getStandIn();
          case Preference preference -> preference.getStandIn();
          case Reward reward -> reward.getStandIn();
          default -> throw new IllegalArgumentException("no export of " + value.getClass());
        };
    if (standIn && !includeStandIn) {
      return Choice.STAND_IN;
    }
    return value instanceof Preference preference && preference.getTie() && !includeTies
        ? Choice.TIE
        : Choice.TAKEN;
  }
}
