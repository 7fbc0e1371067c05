package io.gavel.local;

/// How good a response of the sample traffic is, as its author meant it. Judges never see it.
public enum Quality {
  /// Says everything the reference answer says, in other words.
  GOOD,
  /// On the subject, but vague or partly wrong.
  FAIR,
  /// Beside the point.
  POOR
}
