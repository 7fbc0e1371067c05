package io.gavel.web;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The forms in which meters are written for Prometheus.
///
/// Source: "Exposition formats" in Prometheus's documentation, and the OpenMetrics specification.
enum Exposition {
  /// Prometheus's own text, which everything reads.
  TEXT("text/plain", "text/plain; version=0.0.4; charset=utf-8"),
  /// Its standardized successor.
  OPEN_METRICS(
      "application/openmetrics-text", "application/openmetrics-text; version=1.0.0; charset=utf-8");

  private final String mediaType;
  private final String contentType;

  Exposition(String mediaType, String contentType) {
    this.mediaType = mediaType;
    this.contentType = contentType;
  }

  /// As the answer's `Content-Type` says it.
  String contentType() {
    return contentType;
  }

  /// OpenMetrics where it is asked for by name and no less than text; text otherwise.
  ///
  /// @param accept the request's `Accept`; null where it has none
  static Exposition preferred(@Nullable String accept) {
    if (accept == null) {
      return TEXT;
    }
    double openMetrics = OPEN_METRICS.quality(accept);
    return openMetrics > 0 && openMetrics >= TEXT.quality(accept) ? OPEN_METRICS : TEXT;
  }

  /// How much it is wanted, 0 to 1, as RFC 9110 (12.4.2) says; 0 where it is not named.
  private double quality(String accept) {
    return Arrays.stream(accept.toLowerCase(Locale.ROOT).split(",", -1))
        .map(String::strip)
        .filter(range -> range.split(";", 2)[0].strip().equals(mediaType))
        .mapToDouble(Exposition::weight)
        .max()
        .orElse(0);
  }

  private static double weight(String range) {
    for (String parameter : range.split(";", -1)) {
      String written = parameter.strip();
      if (written.matches("q=[01](\\.\\d{0,3})?")) {
        return Double.parseDouble(written.substring(2));
      }
    }
    return 1;
  }
}
