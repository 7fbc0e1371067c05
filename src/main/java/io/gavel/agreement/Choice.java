package io.gavel.agreement;

/// Which of two responses is better.
public enum Choice {
  /// The one that stands first.
  FIRST,
  /// The one that stands second.
  SECOND,
  /// Neither.
  TIE;

  /// The choice that two scores amount to: the higher wins, equal ones tie.
  ///
  /// @param first the first response's score
  /// @param second the second response's score, on the same scale
  public static Choice byScores(double first, double second) {
    int order = Double.compare(first, second);
    return order == 0 ? TIE : order > 0 ? FIRST : SECOND;
  }

  /// The same choice where the two had stood in the other order.
  public Choice swapped() {
    return switch (this) {
      case FIRST -> SECOND;
      case SECOND -> FIRST;
      case TIE -> TIE;
    };
  }
}
