package io.gavel.evaluate.report;

import io.gavel.agreement.Estimate;
import java.util.Optional;
import java.util.OptionalDouble;

/// One number of a report.
///
/// @param key its name in JSON, snake_case; unique within its section
/// @param name its name for people
/// @param value the number, and its interval where it has one; empty where it is not defined
/// @param published what a paper reports for comparison; empty where none does
/// @param isCount whether it is a whole number of things
public record Measured(
    String key, String name, Optional<Estimate> value, OptionalDouble published, boolean isCount) {
  /// A measure with its interval.
  public static Measured of(String key, String name, Optional<Estimate> value) {
    return new Measured(key, name, value, OptionalDouble.empty(), false);
  }

  /// A measure without an interval.
  public static Measured of(String key, String name, OptionalDouble value) {
    return of(
        key,
        name,
        value.isEmpty()
            ? Optional.empty()
            : Optional.of(new Estimate(value.getAsDouble(), Optional.empty())));
  }

  /// A number of things.
  public static Measured count(String key, String name, long count) {
    return new Measured(
        key,
        name,
        Optional.of(new Estimate(count, Optional.empty())),
        OptionalDouble.empty(),
        true);
  }

  /// The same beside what a paper reports.
  public Measured besides(double value) {
    return new Measured(key, name, this.value, OptionalDouble.of(value), isCount);
  }
}
