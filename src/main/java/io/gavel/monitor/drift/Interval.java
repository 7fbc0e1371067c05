package io.gavel.monitor.drift;

/// Where the mean of a payoff is.
///
/// @param lower not below this
/// @param upper not above this
public record Interval(double lower, double upper) {
  /// The confidence sequence of a tally: it misses the mean, ever, with probability `error` at
  /// most. On the side that does not matter it says nothing.
  static Interval of(Tally tally, Payoff payoff, double error) {
    double errorPerWay = error / payoff.ways();
    return new Interval(
        payoff.bothWays() ? Bets.bound(tally, payoff, false, errorPerWay) : 0,
        Bets.bound(tally, payoff, true, errorPerWay));
  }
}
