package io.gavel.cli;

import io.gavel.cli.text.TerminalText;
import io.gavel.config.Durations;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// A point in time as people write it: so long ago, such as `2h`; a day, such as `2026-11-22`; or a
/// time with its zone, such as `2026-11-22T09:30:00Z`.
final class Moment {
  private Moment() {}

  /// The instant of an option, in the days of this machine.
  ///
  /// @param spec the command's, for the message
  /// @param option which one
  /// @param now what "ago" counts from
  /// @throws ParameterException when it is none
  static Instant of(@Nullable CommandSpec spec, String option, String text, Instant now) {
    return parse(text, now, ZoneId.systemDefault())
        .orElseThrow(() ->
            CommandIo.usage(
                spec,
                "%s %s: must be a time such as 2h (ago), 2026-11-22 or 2026-11-22T09:30:00Z"
                    .formatted(option, TerminalText.line(text))));
  }

  /// The instant; empty where the text is none of these. A day is its beginning.
  ///
  /// @param now what "ago" counts from
  /// @param zone whose days are meant
  static Optional<Instant> parse(String text, Instant now, ZoneId zone) {
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
