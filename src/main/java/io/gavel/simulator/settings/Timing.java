package io.gavel.simulator.settings;

/// What the time of an answer comes from.
public enum Timing {
  /// From its tokens and the prompt's.
  TOKENS,
  /// It is drawn directly.
  LATENCY
}
