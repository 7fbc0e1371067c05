package io.gavel.monitor.drift;

import java.time.Instant;

/// Where one measure of a series stands. Each record has the transitions that are legal from it.
public sealed interface Standing {
  /// Too little data to say anything: not the same as nothing having moved.
  ///
  /// @param baseline how many effective observations the baseline has
  /// @param recent how many effective observations about the last hour had
  record NotEnoughEvidence(double baseline, double recent) implements Quiet {}

  /// There is enough to see a shift, and none is seen.
  record Steady() implements Quiet {}

  /// No alert is open.
  sealed interface Quiet extends Standing {
    /// An alert is raised.
    default Raised raise(
        Detection detection, int payoff, boolean rise, double halfWay, Tally seen) {
      return new Raised(detection, payoff, rise, halfWay, seen, Evidence.none(seen.categories()));
    }
  }

  /// An alert is open.
  ///
  /// @param told what was last said of it
  /// @param payoff which of the measure's payoffs has moved most surely
  /// @param rise whether its mean rose
  /// @param halfWay the mean of that payoff half-way between the baseline and where it moved to
  /// @param recent what was seen of late, since it moved
  /// @param recovery evidence that the mean is back on the baseline's side of half-way
  record Raised(
      Detection told, int payoff, boolean rise, double halfWay, Tally recent, Evidence recovery)
      implements Standing {
    /// One more window of the same alert.
    Raised heard(Tally recent, Evidence recovery) {
      return new Raised(told, payoff, rise, halfWay, recent, recovery);
    }

    /// It is told how the alert stands now.
    Raised update(Detection detection) {
      return new Raised(detection, payoff, rise, halfWay, recent, recovery);
    }

    /// The alert is over.
    Steady clear() {
      return new Steady();
    }

    /// When something was last said of it.
    Instant toldAt() {
      return told.at();
    }
  }
}
