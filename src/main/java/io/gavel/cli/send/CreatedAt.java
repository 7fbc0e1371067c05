package io.gavel.cli.send;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/// Reads when a response was made.
final class CreatedAt {
  /// 1973 in milliseconds: what is below, and not 0, was most likely meant in seconds.
  private static final long LEAST_MILLIS = 100_000_000_000L;

  /// Year 10000 in milliseconds: what is above was most likely meant in micro- or nanoseconds.
  private static final long MOST_MILLIS = 253_402_300_800_000L;

  private CreatedAt() {}

  /// The instant, in whole milliseconds; any instant where the value is wrong, which `fields` then
  /// knows.
  static Instant read(Fields fields, JsonNode value) {
    if (value.isIntegralNumber()) {
      if (!value.canConvertToLong()
          || value.longValue() < LEAST_MILLIS
          || value.longValue() >= MOST_MILLIS) {
        fields.problem("created_at", "a number must be milliseconds since 1970, after 1973");
        return Instant.EPOCH;
      }
      return Instant.ofEpochMilli(value.longValue());
    }
    if (value.isTextual()) {
      try {
        Instant instant =
            OffsetDateTime.parse(value.textValue()).toInstant().truncatedTo(ChronoUnit.MILLIS);
        if (instant.toEpochMilli() < MOST_MILLIS) {
          return instant;
        }
      } catch (DateTimeException | ArithmeticException e) {
        // Said below.
      }
    }
    fields.problem(
        "created_at",
        "must be a time with its zone such as 2026-11-22T09:30:00Z, or milliseconds since 1970");
    return Instant.EPOCH;
  }
}
