package io.gavel.cli.deadletters;

import io.gavel.config.Durations;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;

/// A point in time as people write it: so long ago, such as `2h`; a day, such as `2026-11-22`; or a
/// time with its zone, such as `2026-11-22T09:30:00Z`.
public final class Moment {
  private Moment() {}

  /// The instant; empty where the text is none of these. A day is its beginning.
  ///
  /// @param now what "ago" counts from
  /// @param zone whose days are meant
  public static Optional<Instant> parse(String text, Instant now, ZoneId zone) {
    try {
      return Optional.of(now.minus(Durations.parse(text)));
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      // Then it is another of the three.
    }
    try {
      return Optional.of(OffsetDateTime.parse(text.strip()).toInstant());
    } catch (DateTimeException e) {
      // Then it is the last of the three.
    }
    try {
      return Optional.of(LocalDate.parse(text.strip()).atStartOfDay(zone).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
