package io.gavel.judge.pool;

import java.util.Locale;

/// Whether an endpoint gets calls.
public enum BreakerState {
  /// It gets as many as its limit allows.
  CLOSED(0),
  /// It is asked one at a time, to see whether it is back.
  HALF_OPEN(1),
  /// It gets none.
  OPEN(2);

  private final int number;

  BreakerState(int number) {
    this.number = number;
  }

  /// As in the gauge: 0, 1, 2.
  int number() {
    return number;
  }

  /// As in metrics and listings: `closed`, `half_open`, `open`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
