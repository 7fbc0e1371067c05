package io.gavel.monitor.drift;

import java.util.List;

/// Bets on the mean of bounded observations: how the wealth of a gambler grows who starts with 1.
///
/// Against "the mean of x in [0, 1] is at most m", a stake c in (0, 1) multiplies wealth with each
/// observation by
///
///     1 + c (x - m) / m
///
/// which is never negative and has expectation 1 or less while that is so, whatever the
/// distribution: ties and a scale of few levels do no harm. So wealth is a test supermartingale,
/// and reaches 1/a with probability a at most, however often one looks (Ville 1939). "At least m"
/// is the same with 1 - x and 1 - m. Source: Waudby-Smith & Ramdas, "Estimating means of bounded
/// random variables by betting", JRSS B 86 (2024), sections 3 and 4.
///
/// The best stake against a mean that is d higher is about c = d m / variance; which d will come
/// is not known, so equal parts of the wealth follow each of [#STAKES], which halve: between the
/// ends wealth grows 9 in 10 as fast as with the best stake, or faster. Stakes above 0.64 would be
/// for shifts so large that every stake finds them at once. Those below 0.04 are for small shares,
/// where c is about the rise itself, and for the bounds of much data; for a mean they would look
/// for shifts of a hundredth of a point, and cost all others time.
final class Bets {
  /// The stakes c.
  static final List<Double> STAKES = List.of(0.64, 0.32, 0.16, 0.08, 0.04, 0.02, 0.01);

  private static final int BISECTIONS = 25;

  private Bets() {}

  /// The logarithm of the factor that a tally multiplies wealth by. Observations with unequal
  /// weights enter as effective ones, for which the claim on expectations holds approximately.
  ///
  /// @param mean the mean bet against, above 0 for a rise, below 1 for a fall
  static double logGrowth(Tally tally, Payoff payoff, boolean rise, double mean, double stake) {
    double reach = rise ? mean : 1 - mean;
    double sum = 0;
    double last = Double.NaN;
    double log = 0;
    for (int i = 0; i < tally.categories(); i++) {
      double count = tally.count(i);
      if (count > 0) {
        double value = payoff.values().get(i);
        // Neighbours often pay the same, and logarithms are what takes the time here.
        log =
            value == last ? log : Math.log1p(stake * ((rise ? value : 1 - value) - reach) / reach);
        last = value;
        sum += count * log;
      }
    }
    return sum;
  }

  /// The bound that the mean is beyond with probability `error` at most, at all times at once: the
  /// nearest mean that the gamblers on this side have made 1 / `error` against (section 4.2 there,
  /// a confidence sequence by inversion).
  ///
  /// @param upper whether the bound is above the mean
  /// @return in [0, 1]; 1 or 0 where nothing is known
  static double bound(Tally tally, Payoff payoff, boolean upper, double error) {
    if (tally.total() <= 0) {
      return upper ? 1 : 0;
    }
    double inside = tally.mean(payoff);
    double outside = upper ? 1 : 0;
    double wanted = -Math.log(error);
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (inside + outside) / 2;
      // At 0 or 1 itself there is nothing to bet against: rounding has arrived there.
      if (middle == outside || logWealth(tally, payoff, !upper, middle) >= wanted) {
        outside = middle;
      } else {
        inside = middle;
      }
    }
    return outside;
  }

  private static double logWealth(Tally tally, Payoff payoff, boolean rise, double mean) {
    double sum = Double.NEGATIVE_INFINITY;
    for (double stake : STAKES) {
      sum = Logs.add(sum, logGrowth(tally, payoff, rise, mean, stake));
    }
    return sum - Math.log(STAKES.size());
  }
}
