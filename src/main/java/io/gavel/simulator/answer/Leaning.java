package io.gavel.simulator.answer;

import io.gavel.config.Check;
import java.time.Duration;

/// How far a judge is off, and how sure it is of itself. Its scores are moved, and rounded such
/// that their mean is moved by exactly that much (x becomes the floor of x + u, u uniform in [0,
/// 1)), within 1 to 5.
///
/// @param bias points added to every score; may be below 0
/// @param noise the standard deviation of what is added at random, in points
/// @param driftPerHour points added for every hour since the start; may be below 0
/// @param step points added at once, after `stepAfter`; may be below 0
/// @param stepAfter the time from the start to the step
/// @param spread above 0: the standard deviation of the score in its own log-probabilities, in
///   points of a scale of 1 to 5
/// @param positionBias 0 to 1: the share of pairs less than [#CLOSE] points apart for which the
///   response that is shown first is preferred, whichever it is
public record Leaning(
    double bias,
    double noise,
    double driftPerHour,
    double step,
    Duration stepAfter,
    double spread,
    double positionBias) {
  /// From how many points of difference on the position of a response does not matter.
  public static final double CLOSE = 0.5;

  private static final double DEFAULT_SPREAD = 0.5;

  /// Not off at all.
  public static final Leaning NONE = new Leaning(0, 0, 0, 0, Duration.ZERO, DEFAULT_SPREAD, 0);

  private static final int LOWEST = 1;
  private static final int HIGHEST = 5;
  private static final double NANOS_PER_HOUR = 3.6e12;

  /// Checks.
  public Leaning {
    Check.that(Double.isFinite(bias), "answers.bias", bias, "finite");
    Check.that(noise >= 0 && Double.isFinite(noise), "answers.noise", noise, "0 or more");
    Check.that(Double.isFinite(driftPerHour), "answers.drift_per_hour", driftPerHour, "finite");
    Check.that(Double.isFinite(step), "answers.step", step, "finite");
    Check.that(!stepAfter.isNegative(), "answers.step_after", stepAfter, "0 or longer");
    Check.that(spread > 0 && Double.isFinite(spread), "answers.spread", spread, "greater than 0");
    Check.that(
        positionBias >= 0 && positionBias <= 1, "answers.position_bias", positionBias, "0 to 1");
  }

  /// How far any score is moved before it is rounded, in points.
  ///
  /// @param elapsed the time since the start
  /// @param draw what decides at random: the same gives the same
  public double shift(Duration elapsed, String... draw) {
    double shift =
        bias
            + driftPerHour * elapsed.toNanos() / NANOS_PER_HOUR
            + (elapsed.compareTo(stepAfter) >= 0 ? step : 0);
    return noise > 0 ? shift + noise * Draw.normal("noise", draw) : shift;
  }

  /// The score that is given in place of one.
  ///
  /// @param score 1 to 5
  /// @param elapsed the time since the start
  /// @param draw what decides at random: the same gives the same
  public int lean(int score, Duration elapsed, String... draw) {
    double rounded = Math.floor(score + shift(elapsed, draw) + Draw.uniform("rounding", draw));
    return (int) Math.clamp(rounded, LOWEST, HIGHEST);
  }
}
