package io.gavel.judge.rewardmodel;

import io.gavel.judge.kind.KindOptions;
import io.gavel.judge.kind.Scale;
import java.util.Locale;
import java.util.OptionalDouble;

/// How rewards become scores: linear from one reward, which is the scale's lowest level, to
/// another, which is its highest.
///
/// @param sigmoid whether a reward x is taken as 1 / (1 + e^-x) first
/// @param lowest the reward of the lowest level
/// @param highest the reward of the highest level; below the lowest where less is better
/// @param clamp whether rewards beyond the two are taken as the nearer one; otherwise they have no
///   score
record Mapping(boolean sigmoid, double lowest, double highest, boolean clamp) {
  /// Servers compute in 32 bits: a probability may come out as 1.0000001.
  private static final double ROUNDING = 1e-6;

  /// As `sigmoid`, `lowest`, `highest` and `beyond` say.
  ///
  /// @throws io.gavel.config.InvalidConfigException when they are no mapping
  static Mapping of(KindOptions options) {
    boolean sigmoid = options.word("sigmoid", "false", "true", "false").equals("true");
    double lowest = bound(options, "lowest", sigmoid ? "0" : "");
    double highest = bound(options, "highest", sigmoid ? "1" : "");
    if (lowest == highest) {
      throw options.refused("highest", options.text("highest", ""), "another number than lowest");
    }
    return new Mapping(
        sigmoid,
        lowest,
        highest,
        options.word("beyond", "refuse", "refuse", "clamp").equals("clamp"));
  }

  /// The score of a reward; empty where it lies beyond the two and is not clamped.
  ///
  /// @param reward finite
  OptionalDouble score(double reward, Scale scale) {
    double share = share(reward);
    if (!clamp && (share < -ROUNDING || share > 1 + ROUNDING)) {
      return OptionalDouble.empty();
    }
    double within = Math.clamp(share, 0.0, 1.0);
    return OptionalDouble.of(
        scale.minimum() + within * ((double) scale.maximum() - scale.minimum()));
  }

  /// Whether a reward is taken as the nearer end of the range.
  boolean clamps(double reward) {
    double share = share(reward);
    return clamp && (share < -ROUNDING || share > 1 + ROUNDING);
  }

  /// The range in words, for a message.
  String range() {
    return String.format(Locale.ROOT, "%s to %s", lowest, highest);
  }

  private double share(double reward) {
    double value = sigmoid ? 1 / (1 + Math.exp(-reward)) : reward;
    return (value - lowest) / (highest - lowest);
  }

  private static double bound(KindOptions options, String name, String otherwise) {
    if (options.text(name, otherwise).isEmpty()) {
      throw options.refused(
          name, "", "the reward that is the scale's %s level, such as 0 or 1".formatted(name));
    }
    return options.number(name, otherwise.isEmpty() ? 0 : Double.parseDouble(otherwise));
  }
}
