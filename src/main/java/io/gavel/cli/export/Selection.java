package io.gavel.cli.export;

import io.gavel.schema.Feedback;
import io.gavel.schema.Preference;
import io.gavel.schema.Reward;
import org.apache.avro.specific.SpecificRecord;

/// Which records are exported.
///
/// @param includeTies preferences of neither response, too
/// @param includeStandIn what a stand-in judged, too
/// @param threshold from which reward on a completion is wanted, 0 to 1
public record Selection(boolean includeTies, boolean includeStandIn, double threshold) {
  /// What becomes of a record.
  public enum Choice {
    /// It is exported.
    TAKEN,
    /// It is left out: it prefers neither response.
    TIE,
    /// It is left out: a stand-in judged it.
    STAND_IN,
    /// It is left out: what it is of is in its topic no longer.
    UNMATCHED,
    /// It is left out: it cannot be said in the format.
    UNSUITABLE
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
