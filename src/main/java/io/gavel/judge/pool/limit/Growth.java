package io.gavel.judge.pool.limit;

/// How a limit grows again after it fell: along a cubic curve that rises fast from where it fell to,
/// is flat around the plateau (the limit that was too much), and then rises faster and faster, so
/// that a server that can do more is found out soon:
///
///     limit(x) = plateau + depth * (x - 1)^3,   depth = max(plateau - from, 1)
///
/// x is 0 after the fall, 1 at the plateau, 2 as far above it as the fall was deep. The shape is
/// CUBIC's (RFC 9438, section 4.2); the unit of x is not the second but the caller's leg.
///
/// @param plateau the limit that was too much
/// @param depth how far below it the curve begins
/// @param x how far along the curve, 0 or more
record Growth(double plateau, double depth, double x) {
  /// A curve that begins below its plateau.
  static Growth below(double plateau, double from) {
    return new Growth(plateau, Math.max(plateau - from, 1), 0);
  }

  /// A curve that begins on its plateau, and rises slowly from there.
  static Growth from(double plateau, double depth) {
    return new Growth(plateau, Math.max(depth, 1), 1);
  }

  /// Further along by so many legs.
  Growth advanced(double legs) {
    return new Growth(plateau, depth, x + legs);
  }

  double limit() {
    double fromPlateau = x - 1;
    return plateau + depth * fromPlateau * fromPlateau * fromPlateau;
  }
}
