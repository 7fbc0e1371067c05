package io.gavel.evaluate.report;

import io.gavel.agreement.Estimate;
import java.util.Locale;

/// Numbers as people read them: four decimals, counts whole.
final class Numbers {
  /// What stands where a measure is not defined.
  static final String UNDEFINED = "-";

  private Numbers() {}

  /// The value; a dash where it is not defined.
  static String value(Measured measured) {
    return measured
        .value()
        .map(estimate ->
            measured.isCount()
                ? String.format(Locale.ROOT, "%,d", Math.round(estimate.value()))
                : decimals(estimate.value()))
        .orElse(UNDEFINED);
  }

  /// The interval in brackets; empty where there is none.
  static String interval(Measured measured) {
    return measured
        .value()
        .flatMap(Estimate::interval)
        .map(interval -> "[%s, %s]".formatted(decimals(interval.low()), decimals(interval.high())))
        .orElse("");
  }

  /// The published value; empty where there is none.
  static String published(Measured measured) {
    return measured.published().isEmpty()
        ? ""
        : String.format(Locale.ROOT, "%.3f", measured.published().getAsDouble());
  }

  private static String decimals(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
