package io.gavel.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExpositionTest {
  @Test
  void withoutAWishItIsText() {
    assertThat(Exposition.preferred(null)).isEqualTo(Exposition.TEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Prometheus 3.
        "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.4,*/*;q=0.2",
        "Application/OpenMetrics-Text; version=1.0.0",
        "text/plain;q=0.5, application/openmetrics-text;q=0.5",
      })
  void openMetricsIsGivenToWhoeverAsksForIt(String accept) {
    assertThat(Exposition.preferred(accept)).isEqualTo(Exposition.OPEN_METRICS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*/*",
        "text/html",
        "text/plain;version=0.0.4",
        "application/openmetrics-text;q=0",
        "application/openmetrics-text;q=0.1,text/plain",
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily,text/plain;q=0.3",
        "application/openmetrics-text-like",
        ",;=;,",
      })
  void everybodyElseGetsText(String accept) {
    assertThat(Exposition.preferred(accept)).isEqualTo(Exposition.TEXT);
  }
}
