package io.gavel.config;

import java.time.Duration;

/// The checks of the settings' constructors; each message names the key and the value.
public final class Check {
  private Check() {}

  /// Checks a rule.
  ///
  /// @throws InvalidConfigException names key, value and rule where it does not hold
  public static void that(boolean holds, String key, Object value, String rule) {
    if (!holds) {
      Object written = value instanceof Duration duration ? Durations.text(duration) : value;
      throw new InvalidConfigException(
          key + ": " + written + " is not allowed: it must be " + rule);
    }
  }

  /// Checks that a number is above 0.
  public static void positive(String key, long value) {
    that(value > 0, key, value, "greater than 0");
  }

  /// Checks that a duration is longer than 0.
  public static void positive(String key, Duration value) {
    that(value.isPositive(), key, value, "longer than 0");
  }

  /// Checks that a text is there.
  public static void notBlank(String key, String value) {
    that(!value.isBlank(), key, "'" + value + "'", "set");
  }
}
