package io.gavel.judge.model;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/// Reads the header `Retry-After` (RFC 9110, section 10.2.3): seconds or an HTTP date. Fractions of
/// seconds, which some gateways send, are taken as well.
final class RetryAfter {
  /// What a server asks for beyond this is not believed.
  static final Duration LONGEST = Duration.ofMinutes(5);

  private RetryAfter() {}

  /// How long to wait, from zero to [#LONGEST]; zero where the value cannot be read.
  ///
  /// @param value the header's value
  /// @param now the time
  static Duration parse(String value, Instant now) {
    String text = value.strip();
    Duration asked;
    if (text.matches("[0-9]{1,9}(?:\\.[0-9]{1,9})?")) {
      asked = Duration.ofMillis((long) Math.ceil(Double.parseDouble(text) * 1000));
    } else {
      try {
        asked =
            Duration.between(
                now, ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      } catch (DateTimeException e) {
        return Duration.ZERO;
      }
    }
    if (asked.isNegative()) {
      return Duration.ZERO;
    }
    return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
  }
}
