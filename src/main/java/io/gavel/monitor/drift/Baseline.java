package io.gavel.monitor.drift;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What one measure is compared with: pinned, or the trailing windows. It carries its own
/// uncertainty, a confidence sequence for each payoff's mean; the test bets against its far end.
///
/// A trailing baseline grows until a period of it is full; then that period is the baseline, and
/// the next one gathers. So a slow shift is not compared with a baseline that moves along. While an
/// alert is open nothing is gathered: it stays open until the series is back, or an operator pins
/// what it is now.
///
/// @param pinned whether an operator has set it; then it does not change
/// @param reference the full period, or what was pinned; empty in the first period
/// @param gathering the period that is not full yet
/// @param gatheringSince when that began; [Instant#EPOCH] before the first window
/// @param bounds the interval of each payoff's mean
/// @param boundsFrom how many observations the bounds were reckoned from
public record Baseline(
    boolean pinned,
    Tally reference,
    Tally gathering,
    Instant gatheringSince,
    List<Interval> bounds,
    double boundsFrom) {
  /// Bounds are reckoned again when there are this many times the observations: older ones are
  /// still valid, for the confidence sequence holds at all times at once, only wider.
  private static final double GROWTH = 1.25;

  /// Keeps a copy.
  public Baseline {
    bounds = List.copyOf(bounds);
  }

  /// A trailing one without observations.
  static Baseline trailing(int categories, List<Payoff> payoffs) {
    Tally none = Tally.empty(categories);
    List<Interval> unknown = payoffs.stream().map(payoff -> new Interval(0, 1)).toList();
    return new Baseline(false, none, none, Instant.EPOCH, unknown, 0);
  }

  /// A pinned one.
  ///
  /// @param error how often it may be wrong, all payoffs together
  static Baseline pinned(Tally tally, List<Payoff> payoffs, double error) {
    Tally none = Tally.empty(tally.categories());
    return new Baseline(
        true, tally, none, Instant.EPOCH, intervals(tally, payoffs, error), tally.total());
  }

  /// What is compared with.
  public Tally tally() {
    return reference.total() > 0 ? reference : gathering;
  }

  /// With one more window.
  Baseline after(
      Tally window, Instant start, Duration trailing, List<Payoff> payoffs, double error) {
    if (pinned) {
      return this;
    }
    boolean first = gatheringSince.equals(Instant.EPOCH);
    boolean full = !first && !start.isBefore(gatheringSince.plus(trailing));
    // A period in which nothing came is no baseline.
    boolean take = full && gathering.total() > 0;
    Tally nextReference = take ? gathering : reference;
    Tally nextGathering = take ? window : gathering.plus(window);
    Tally compared = nextReference.total() > 0 ? nextReference : nextGathering;
    boolean again = take ? reference.total() > 0 : compared.total() > boundsFrom * GROWTH;
    return new Baseline(
        false,
        nextReference,
        nextGathering,
        first || full ? start : gatheringSince,
        again ? intervals(compared, payoffs, error) : bounds,
        again ? compared.total() : boundsFrom);
  }

  private static List<Interval> intervals(Tally tally, List<Payoff> payoffs, double error) {
    return payoffs.stream()
        .map(payoff -> Interval.of(tally, payoff, error / payoffs.size()))
        .toList();
  }
}
