package io.gavel.judge.pool;

import java.util.Locale;

/// Whether an endpoint gets calls.
public enum BreakerState {
  /// It gets as many as its limit allows.
  CLOSED,
  /// It is asked one at a time, to see whether it is back.
  HALF_OPEN,
  /// It gets none.
  OPEN;

  /// As in metrics and listings: `closed`, `half_open`, `open`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
