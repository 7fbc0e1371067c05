package io.gavel.evaluate;

import java.util.Locale;

/// What a judge is shown of an item.
public enum View {
  /// An item's one response.
  RESPONSE,
  /// Both responses of a pair, in their order.
  FORWARD,
  /// Both responses of a pair, the second first.
  BACKWARD,
  /// A pair's first response alone.
  FIRST,
  /// A pair's second response alone.
  SECOND;

  /// Its name in files.
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
