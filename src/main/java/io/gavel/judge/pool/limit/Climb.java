package io.gavel.judge.pool.limit;

import java.time.Duration;

/// Finds the limit of a server that tells nothing of itself: its queue cannot be seen, and takes
/// whatever is sent. More in flight is worth it while it brings more answers per second, so the
/// climb compares two levels, one after the other, and asks which share of the added calls was
/// added throughput.
///
/// The formula. By Little's law throughput = in flight / latency, so the logarithm of the gain is
///
///     gain = log(high / low) - (mean log latency at high - mean log latency at low)
///
/// It is log(high / low) where the server takes more without slowing down, and 0 or less where what
/// is added only queues. The mean of the logarithms stands for the mean: answer lengths are spread
/// lognormally, and counting answers in a time tells a 10 % difference only after some 6,500 of
/// them (coefficient of variation 2.9 for a median of 100 ms and a tail to 10 s), the logarithms
/// after some 400. The price is that a queue shows as more than it is, since it lengthens short
/// calls by the same time as long ones: the climb stops a little early rather than late.
///
/// The regimes. At first the level doubles ([#FAST]); an answer "no gain" is asked for twice,
/// because in the first seconds only short calls have ended. Then the level is held: it stays
/// for [#HOLD_TURNS] turns of the slots, is compared with one lower by [#SMALL], and moves by what
/// comes of it, up by [#SMALL] (and ever faster, while that goes on bringing more) or down by
/// [#DOWN].
///
/// The tuning, by `LimitSimulationTest` over 100 seeds and three spreads of latency. "More" needs
/// little certainty ([#SURE_OF_MORE] standard errors) and "no more" much ([#SURE_OF_NONE]): too
/// much in flight costs some latency, too little costs throughput, and a real queue shows at once.
/// The first [#SETTLING_TURNS] turns after a change are not counted, as they hold the calls of
/// before.
///
/// Limits of the method. Several workers at one server that tells nothing each find that more in
/// flight brings them more, at the others' cost; there the profile's `concurrency` bounds them.
final class Climb {
  private static final int FEWEST = 40;
  private static final int MOST = 1000;
  private static final int FEW = 120;
  private static final int TURNS = 12;
  private static final int SETTLING_TURNS = 2;
  private static final int HOLD_TURNS = 20;
  private static final double SURE_OF_MORE = 0.7;
  private static final double SURE_OF_NONE = 3;

  /// The share of what was added that must be gained for the higher level to be worth it.
  private static final double WORTH = 0.2;

  private static final double FAST = 2;
  private static final double SMALL = 1.3;
  private static final double DOWN = 0.95;

  /// How far of the way (in logarithms) from the last level that brought more to the one that did
  /// not the climb stops.
  private static final double STOP = 0.6;

  private enum Phase {
    /// Measures the level before the first step from it.
    MEASURING,
    /// Measures a step above the level.
    RISING,
    /// Leaves it as it is.
    HOLDING,
    /// Measures the level before a step below it.
    HIGH,
    /// Measures a step below the level.
    LOW
  }

  private enum Verdict {
    MORE,
    NO_MORE,
    UNDECIDED
  }

  private final Bounds bounds;
  private Phase phase = Phase.MEASURING;
  private double level;
  private double goal;
  private double step = FAST;
  private boolean doubted;
  private int skipped;
  private LatencyWindow window = LatencyWindow.EMPTY;
  private LatencyWindow before = LatencyWindow.EMPTY;

  /// @param level where to begin
  /// @param bounds what it stays within
  Climb(double level, Bounds bounds) {
    this.level = level;
    this.bounds = bounds;
    enter(Phase.MEASURING, level, SETTLING_TURNS);
  }

  /// Where the limit should be now.
  double goal() {
    return goal;
  }

  /// A call was answered that the limit had held back others for.
  ///
  /// @param latency of the call
  /// @param limit where the limit is, on its way to the goal
  void answered(Duration latency, double limit) {
    if (limit + 1 < goal) {
      return;
    }
    if (skipped > 0) {
      skipped--;
      return;
    }
    window = window.with(latency);
    switch (phase) {
      case HOLDING -> enter(Phase.HIGH, level, 0);
      case MEASURING -> measured(Phase.RISING, level * step);
      case HIGH -> measured(Phase.LOW, level / SMALL);
      case RISING -> risen(verdict(before, window, goal / level));
      case LOW -> lowered(verdict(window, before, level / goal));
    }
  }

  /// Goes on to the next level once this one's latency is known well enough to tell the step.
  private void measured(Phase next, double to) {
    double distance = Math.log(phase == Phase.MEASURING ? step : SMALL) / 2;
    double needed =
        window.count() < FEWEST
            ? FEWEST
            : 2 * window.variance() * Math.pow(SURE_OF_MORE / distance, 2);
    if (window.count() >= Math.max(FEWEST, Math.min(needed, most()))) {
      before = window;
      enter(next, to, SETTLING_TURNS);
    }
  }

  private void risen(Verdict verdict) {
    switch (verdict) {
      case MORE -> {
        doubted = false;
        before = window;
        level = goal;
        step = Math.min(FAST, step * step);
        enter(Phase.RISING, level * step, SETTLING_TURNS);
      }
      case NO_MORE -> {
        if (step > SMALL && !doubted) {
          doubted = true;
          enter(Phase.MEASURING, level, SETTLING_TURNS);
        } else {
          step = SMALL;
          level *= Math.pow(goal / level, STOP);
          enter(Phase.HOLDING, level, HOLD_TURNS);
        }
      }
      case UNDECIDED -> {}
    }
  }

  private void lowered(Verdict verdict) {
    switch (verdict) {
      case MORE -> {
        step = SMALL;
        enter(Phase.RISING, level * step, SETTLING_TURNS);
      }
      case NO_MORE -> {
        level = bounds.clamp(level * DOWN);
        enter(Phase.HOLDING, level, HOLD_TURNS);
      }
      case UNDECIDED -> {}
    }
  }

  /// Whether the higher level was worth it.
  private Verdict verdict(LatencyWindow low, LatencyWindow high, double ratio) {
    if (window.count() < FEWEST) {
      return Verdict.UNDECIDED;
    }
    double added = Math.log(ratio);
    double above = added - (high.mean() - low.mean()) - WORTH * added;
    double error = Math.sqrt(low.squaredError() + high.squaredError());
    if (above > SURE_OF_MORE * error) {
      return Verdict.MORE;
    }
    if (above < -SURE_OF_NONE * error) {
      return Verdict.NO_MORE;
    }
    if (window.count() < most()) {
      return Verdict.UNDECIDED;
    }
    return above > 0 ? Verdict.MORE : Verdict.NO_MORE;
  }

  /// After so many calls a verdict is given; a large step needs fewer to be told.
  private int most() {
    return step > SMALL ? (int) Math.clamp(TURNS * goal, FEW, MOST) : MOST;
  }

  private void enter(Phase next, double to, int turns) {
    goal = bounds.clamp(next == Phase.RISING ? Math.max(to, level + 1) : to);
    // At the maximum there is nothing to rise to: it is held, and measured now and then.
    phase = next == Phase.RISING && goal <= level ? Phase.HOLDING : next;
    skipped = (int) (turns * goal);
    window = LatencyWindow.EMPTY;
  }
}
