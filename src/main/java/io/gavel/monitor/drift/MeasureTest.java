package io.gavel.monitor.drift;

import io.gavel.monitor.drift.Detection.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The test of one measure: a bet for every payoff, direction and stake, each against the far end
/// of the baseline's interval, each with an equal part of the money.
///
/// The average of their [Evidence] is a Shiryaev-Roberts statistic itself. Where the baseline's
/// intervals hold, which fails with a tenth of the rate at most, it passes W / (0.9 rate) within a
/// day with 0.9 of the rate at most; together that is the rate. More data makes the baseline's part
/// cheap, but nothing makes the test's, so that one gets most.
///
/// An open alert is cleared by the same kind of test, against "still beyond half-way from the
/// baseline", with the same rate: clearing needs evidence as raising did, so that nothing flaps.
final class MeasureTest {
  private static final double BASELINE_PART = 0.1;

  /// An update says that the measure went this part of the told shift further, or back.
  private static final double TOLD_STEP = 0.25;

  /// The memory of an open alert's current value, in windows: half of it is about the last ten.
  private static final double RECENT_MEMORY = Math.pow(0.5, 0.1);

  private record Bet(int payoff, boolean rise, double stake) {}

  private final Measure measure;
  private final DriftSettings settings;
  private final List<Integer> levels;
  private final List<Payoff> payoffs;
  private final List<Bet> bets = new ArrayList<>();
  private final double baselineError;
  private final double threshold;

  MeasureTest(Measure measure, DriftSettings settings, List<Integer> levels) {
    this.measure = measure;
    this.settings = settings;
    this.levels = levels;
    payoffs = measure.payoffs(levels);
    for (int payoff = 0; payoff < payoffs.size(); payoff++) {
      for (double stake : measure.stakes()) {
        bets.add(new Bet(payoff, true, stake));
        if (payoffs.get(payoff).bothWays()) {
          bets.add(new Bet(payoff, false, stake));
        }
      }
    }
    baselineError = settings.rate(measure) * BASELINE_PART;
    threshold = 1 / (settings.rate(measure) * (1 - BASELINE_PART));
  }

  MeasureDrift begin() {
    int categories = payoffs.getFirst().values().size();
    return begin(Baseline.trailing(categories, payoffs));
  }

  MeasureDrift begin(Tally pinned) {
    return begin(Baseline.pinned(pinned, payoffs, baselineError));
  }

  private MeasureDrift begin(Baseline baseline) {
    return new MeasureDrift(
        baseline, nothing(), 0, new Standing.NotEnoughEvidence(baseline.tally().total(), 0));
  }

  /// Takes in one window.
  ///
  /// @param elapsed hours since the last one's start
  /// @param said where what there is to say is put
  MeasureDrift after(MeasureDrift drift, DriftWindow window, double elapsed, List<Detection> said) {
    Tally seen = measure.of(window);
    double recentCount = drift.recentCount() * Math.exp(-elapsed) + seen.total();
    if (seen.total() <= 0) {
      return drift.standing() instanceof Standing.Raised
          ? new MeasureDrift(drift.baseline(), drift.evidence(), recentCount, drift.standing())
          : new MeasureDrift(
              drift.baseline(),
              drift.evidence(),
              recentCount,
              quiet(drift.baseline(), recentCount));
    }
    return switch (drift.standing()) {
      case Standing.Raised raised -> raised(drift, raised, window.start(), seen, recentCount, said);
      case Standing.Quiet quiet -> quiet(drift, quiet, window.start(), seen, recentCount, said);
    };
  }

  private MeasureDrift quiet(
      MeasureDrift drift,
      Standing.Quiet quiet,
      Instant start,
      Tally seen,
      double recentCount,
      List<Detection> said) {
    Baseline baseline = drift.baseline();
    List<Evidence> evidence = new ArrayList<>(bets.size());
    double logSum = Double.NEGATIVE_INFINITY;
    int surest = 0;
    for (int i = 0; i < bets.size(); i++) {
      Evidence next =
          drift.evidence().get(i).after(logGrowth(bets.get(i), baseline, seen), start, seen);
      evidence.add(next);
      logSum = Logs.add(logSum, next.logSum());
      surest = next.logBest() > evidence.get(surest).logBest() ? i : surest;
    }
    double value = evidenceOf(logSum, bets.size());
    if (value >= threshold) {
      Bet bet = bets.get(surest);
      Evidence best = evidence.get(surest);
      Detection detection =
          detection(Change.RAISED, baseline, best.seen(), value, best.since(), start, bet.payoff());
      said.add(detection);
      Payoff payoff = payoffs.get(bet.payoff());
      double halfWay = (baseline.tally().mean(payoff) + best.seen().mean(payoff)) / 2;
      return new MeasureDrift(
          baseline,
          nothing(),
          recentCount,
          quiet.raise(detection, bet.payoff(), bet.rise(), halfWay, best.seen()));
    }
    Baseline next = baseline.after(seen, start, settings.trailing(), payoffs, baselineError);
    return new MeasureDrift(next, evidence, recentCount, quiet(next, recentCount));
  }

  private double logGrowth(Bet bet, Baseline baseline, Tally seen) {
    Interval interval = baseline.bounds().get(bet.payoff());
    double mean = bet.rise() ? interval.upper() : interval.lower();
    return Bets.logGrowth(seen, payoffs.get(bet.payoff()), bet.rise(), mean, bet.stake());
  }

  private MeasureDrift raised(
      MeasureDrift drift,
      Standing.Raised raised,
      Instant start,
      Tally seen,
      double recentCount,
      List<Detection> said) {
    Tally recent = raised.recent().times(RECENT_MEMORY).plus(seen);
    Baseline baseline = drift.baseline();
    Payoff payoff = payoffs.get(raised.payoff());
    double logWealth = Double.NEGATIVE_INFINITY;
    for (double stake : measure.stakes()) {
      logWealth =
          Logs.add(
              logWealth, Bets.logGrowth(seen, payoff, !raised.rise(), raised.halfWay(), stake));
    }
    // Within a window the stakes' wealth is added up, and each window begins with equal parts
    // again:
    // one statistic instead of one per stake, for an alert that is open is in no hurry.
    Evidence recovery =
        raised.recovery().after(logWealth - Math.log(measure.stakes().size()), start, seen);
    Standing.Raised heard = raised.heard(recent, recovery);
    double back = evidenceOf(recovery.logSum(), 1);
    if (back >= threshold) {
      said.add(
          detection(
              Change.CLEARED,
              baseline,
              recovery.seen(),
              back,
              raised.told().since(),
              start,
              raised.payoff()));
      return new MeasureDrift(baseline, nothing(), recentCount, heard.clear());
    }
    Detection now =
        detection(
            Change.UPDATED,
            baseline,
            recent,
            raised.told().evidence(),
            raised.told().since(),
            start,
            raised.payoff());
    boolean moved =
        Math.abs(now.current() - raised.told().current())
            >= TOLD_STEP * Math.abs(raised.told().current() - raised.told().baseline());
    boolean due = !now.at().isBefore(raised.toldAt().plus(settings.updateInterval()));
    if (moved && due) {
      said.add(now);
      return new MeasureDrift(baseline, drift.evidence(), recentCount, heard.update(now));
    }
    return new MeasureDrift(baseline, drift.evidence(), recentCount, heard);
  }

  private Standing.Quiet quiet(Baseline baseline, double recentCount) {
    Tally tally = baseline.tally();
    boolean enough = tally.total() > 0 && recentCount >= settings.leastRecent();
    for (int i = 0; enough && i < payoffs.size(); i++) {
      double mean = tally.mean(payoffs.get(i));
      Interval interval = baseline.bounds().get(i);
      enough =
          interval.upper() - mean <= settings.resolution()
              && (!payoffs.get(i).bothWays() || mean - interval.lower() <= settings.resolution());
    }
    return enough
        ? new Standing.Steady()
        : new Standing.NotEnoughEvidence(tally.total(), recentCount);
  }

  private Detection detection(
      Change change,
      Baseline baseline,
      Tally current,
      double evidence,
      Instant since,
      Instant start,
      int payoff) {
    double from = measure.value(baseline.tally(), baseline.tally(), levels);
    double to = measure.value(current, baseline.tally(), levels);
    Payoff moved = payoffs.get(payoff);
    boolean points = measure == Measure.MEAN;
    String summary =
        String.format(
            Locale.ROOT,
            "%s %s from %.3g to %.3g since %s, evidence %.3g of %.3g",
            moved.name(),
            change == Change.CLEARED ? "is back: baseline and now" : "moved",
            points ? from : baseline.tally().mean(moved),
            points ? to : current.mean(moved),
            since,
            evidence,
            threshold);
    return new Detection(
        measure,
        change,
        from,
        to,
        evidence,
        threshold,
        since,
        start.plus(settings.window()),
        summary);
  }

  /// The average Shiryaev-Roberts statistic over the windows of a day: an e-value for one day.
  private double evidenceOf(double logSum, int parts) {
    return Math.exp(Math.min(logSum - Math.log(parts * settings.windowsPerDay()), 700));
  }

  private List<Evidence> nothing() {
    Evidence none = Evidence.none(payoffs.getFirst().values().size());
    return bets.stream().map(bet -> none).toList();
  }
}
