package io.gavel.monitor.window;

import java.util.Optional;

/// Mean and variance of weighted values, in one pass.
///
/// Two of them are put together by the formula of Chan, Golub and LeVeque, "Updating Formulae and a
/// Pairwise Algorithm for Computing Sample Variances" (1979), with weights in place of counts:
/// unlike a difference of sums of squares it loses no digits.
///
/// @param count how many values, 0 or more
/// @param weight the sum of their weights
/// @param squaredWeight the sum of their squared weights
/// @param mean their weighted mean; 0 where there are none
/// @param squares the weighted sum of squared deviations from the mean
public record Moments(
    long count, double weight, double squaredWeight, double mean, double squares) {
  /// Of no value.
  public static final Moments NONE = new Moments(0, 0, 0, 0, 0);

  /// Of one value.
  ///
  /// @param weight above 0
  public static Moments of(double value, double weight) {
    return new Moments(1, weight, weight * weight, value, 0);
  }

  /// Of the values of both.
  public Moments merge(Moments other) {
    if (count == 0) {
      return other;
    }
    if (other.count == 0) {
      return this;
    }
    double both = weight + other.weight;
    double apart = other.mean - mean;
    return new Moments(
        count + other.count,
        both,
        squaredWeight + other.squaredWeight,
        mean + apart * other.weight / both,
        squares + other.squares + apart * apart * weight * other.weight / both);
  }

  /// How many values of equal weight would tell as much: (sum of weights)^2 / sum of squared
  /// weights (Kish, "Survey Sampling", 1965); 0 where there are none.
  public double effectiveSampleSize() {
    return count == 0 ? 0 : weight * weight / squaredWeight;
  }

  /// The variance, unbiased for weights that say how reliable a value is: squares / (W - W2 / W)
  /// with W the sum of weights and W2 that of their squares, which is n - 1 for equal weights of 1
  /// (GNU Scientific Library, "Weighted Samples"). Empty below two values.
  public Optional<Double> variance() {
    double freedom = count < 2 ? 0 : weight - squaredWeight / weight;
    return freedom > 0 ? Optional.of(squares / freedom) : Optional.empty();
  }

  /// The standard error of the mean: the root of variance / effective sample size. Of the mean that
  /// the same source would have in the long run, hence a little too large for that of the values
  /// that were sampled from.
  public Optional<Double> standardError() {
    return variance().map(variance -> Math.sqrt(variance / effectiveSampleSize()));
  }
}
