package io.gavel.local;

/// How often a model's responses are of which quality; what is neither good nor fair is poor.
///
/// @param good the share of good ones, 0 to 1
/// @param fair the share of fair ones, 0 to 1; with `good` at most 1
record QualityMix(double good, double fair) {
  QualityMix {
    if (good < 0 || fair < 0 || good + fair > 1) {
      throw new IllegalArgumentException("good " + good + ", fair " + fair + ": not shares of 1");
    }
  }

  /// What a model usually gives.
  static QualityMix usual(String model) {
    return model.equals(SampleTraffic.BETTER_MODEL)
        ? new QualityMix(0.65, 0.28)
        : new QualityMix(0.40, 0.42);
  }

  /// What the better model gives once it got worse: hardly anything good.
  static QualityMix worse() {
    return new QualityMix(0.10, 0.45);
  }

  /// The quality that a uniform draw in [0, 1) falls on.
  Quality at(double draw) {
    if (draw < good) {
      return Quality.GOOD;
    }
    return draw < good + fair ? Quality.FAIR : Quality.POOR;
  }
}
