package io.gavel.monitor.drift;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Windows of a minute of independent scores on 1..5, from a seed. Of the requests 2 % become dead
/// letters, half of them for an answer that cannot be read; they come on top of the feedback.
final class SimulatedSeries {
  static final List<Integer> LEVELS = List.of(1, 2, 3, 4, 5);
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final int DAY = 1_440;

  /// Shares of the levels as judges give them: mean 3.75, standard deviation 1.13.
  static final List<Double> USUAL = List.of(0.05, 0.10, 0.20, 0.35, 0.30);

  private static final double DEAD_LETTERS = 0.02;

  private final SplittableRandom random;
  private final int perMinute;

  SimulatedSeries(long seed, int perMinute) {
    random = new SplittableRandom(seed);
    this.perMinute = perMinute;
  }

  /// The usual shares with a mean that is so many points lower: each is tilted by exp(-t level).
  static List<Double> lowered(double points) {
    double wanted = mean(USUAL) - points;
    double low = 0;
    double high = 20;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (mean(tilted(middle)) > wanted) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return tilted(high);
  }

  private static List<Double> tilted(double tilt) {
    List<Double> shares = new ArrayList<>();
    double sum = 0;
    for (int i = 0; i < USUAL.size(); i++) {
      shares.add(USUAL.get(i) * Math.exp(-tilt * LEVELS.get(i)));
      sum += shares.getLast();
    }
    double all = sum;
    return shares.stream().map(share -> share / all).toList();
  }

  static double mean(List<Double> shares) {
    double mean = 0;
    for (int i = 0; i < shares.size(); i++) {
      mean += shares.get(i) * LEVELS.get(i);
    }
    return mean;
  }

  /// The window of one minute.
  DriftWindow window(int minute, List<Double> shares) {
    return window(minute, shares, perMinute, DEAD_LETTERS);
  }

  /// So much feedback in one window; more makes a baseline.
  DriftWindow window(int minute, List<Double> shares, int feedback, double deadLetterShare) {
    double[] counts = new double[shares.size()];
    int dead = 0;
    int unreadable = 0;
    for (int scored = 0; scored < feedback; ) {
      double u = random.nextDouble();
      if (u < deadLetterShare) {
        dead++;
        unreadable += u < deadLetterShare / 2 ? 1 : 0;
      } else {
        counts[level(shares)]++;
        scored++;
      }
    }
    List<Double> weights = new ArrayList<>();
    for (double count : counts) {
      weights.add(count);
    }
    return new DriftWindow(
        START.plus(Duration.ofMinutes(minute)),
        LEVELS,
        weights,
        feedback,
        unreadable,
        dead,
        (long) feedback + dead);
  }

  /// Of feedback of which one half, by chance, was sampled at 1 in 10.
  DriftWindow weighted(int minute) {
    double[] weights = new double[LEVELS.size()];
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < perMinute; i++) {
      int level = level(USUAL);
      boolean rare = random.nextDouble() < 0.5;
      double weight = rare ? 10 : 1;
      if (!rare || random.nextDouble() < 0.1) {
        weights[level] += weight;
        sum += weight;
        squares += weight * weight;
      }
    }
    List<Double> list = new ArrayList<>();
    for (double weight : weights) {
      list.add(weight);
    }
    return new DriftWindow(
        START.plus(Duration.ofMinutes(minute)),
        LEVELS,
        list,
        squares > 0 ? sum * sum / squares : 0,
        0,
        0,
        perMinute);
  }

  private int level(List<Double> shares) {
    double u = random.nextDouble();
    int level = 0;
    for (u -= shares.get(0); u >= 0 && level < shares.size() - 1; u -= shares.get(level)) {
      level++;
    }
    return level;
  }
}
