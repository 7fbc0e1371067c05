package io.gavel.monitor.drift;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// What may move, and which part of a series' rate of false alarms may be spent on it (the parts
/// add up to 1: a Bonferroni correction, which holds however the measures hang together).
public enum Measure {
  /// The mean score; it gets most, for it is what people act on.
  MEAN(0.6, 0.04) {
    @Override
    List<Payoff> payoffs(List<Integer> levels) {
      return List.of(Payoff.scale(levels));
    }
  },
  /// The shares of the levels, each by itself: what leaves the mean alone, such as more of both
  /// ends, shows here.
  DISTRIBUTION(0.2, 0.04) {
    @Override
    List<Payoff> payoffs(List<Integer> levels) {
      return IntStream.range(0, levels.size())
          .mapToObj(i -> Payoff.share("share of score " + levels.get(i), i, levels.size(), true))
          .toList();
    }
  },
  /// The share of answers that could not be read; only more of them is drift.
  UNREADABLE_SHARE(0.1, 0.01) {
    @Override
    List<Payoff> payoffs(List<Integer> levels) {
      return List.of(Payoff.share("share of unreadable answers", 1, 2, false));
    }
  },
  /// The share of requests that became dead letters; only more of them is drift.
  DEAD_LETTER_SHARE(0.1, 0.01) {
    @Override
    List<Payoff> payoffs(List<Integer> levels) {
      return List.of(Payoff.share("share of dead letters", 1, 2, false));
    }
  };

  private final double part;
  private final double leastStake;

  Measure(double part, double leastStake) {
    this.part = part;
    this.leastStake = leastStake;
  }

  /// Its part of the series' rate, in (0, 1).
  double part() {
    return part;
  }

  /// The stakes of its bets; [Bets] says why not all of them for scores.
  List<Double> stakes() {
    return Bets.STAKES.stream().filter(stake -> stake >= leastStake).toList();
  }

  /// Its name in the `moved` field of an alert.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Its observations in a window.
  Tally of(DriftWindow window) {
    return switch (this) {
      case MEAN, DISTRIBUTION -> window.scores();
      case UNREADABLE_SHARE -> Tally.split(window.total(), window.unreadable());
      case DEAD_LETTER_SHARE -> Tally.split(window.total(), window.deadLetters());
    };
  }

  /// What its value is, for people: points on the scale, the Jensen-Shannon divergence from the
  /// baseline in bits, or a share.
  double value(Tally tally, Tally baseline, List<Integer> levels) {
    return switch (this) {
      case MEAN ->
          levels.getFirst()
              + tally.mean(Payoff.scale(levels)) * (levels.getLast() - levels.getFirst());
      case DISTRIBUTION -> tally.divergence(baseline);
      case UNREADABLE_SHARE, DEAD_LETTER_SHARE -> tally.count(1) / tally.total();
    };
  }

  /// The payoffs whose means are watched.
  abstract List<Payoff> payoffs(List<Integer> levels);
}
