package io.gavel.metric;

import static io.gavel.metric.ExposedMeters.prometheusName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.docs.MetricsPage;
import io.gavel.metric.MeterDefinition.ForCounter;
import io.gavel.metric.MeterDefinition.ForGauge;
import io.gavel.metric.MeterDefinition.ForTimer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CatalogueTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private void build(MeterDefinition meter, String... tagValues) {
    switch (meter) {
      case ForCounter counter -> counter.in(registry, tagValues).increment();
      case ForGauge gauge -> gauge.in(registry, () -> 1, tagValues);
      case ForTimer timer -> timer.in(registry, tagValues).record(Duration.ofMillis(40));
    }
  }

  private static String[] tagValues(MeterDefinition meter) {
    return meter.tags().stream().map(tag -> "a " + tag).toArray(String[]::new);
  }

  @Test
  void everyNameIsThereOnceAndSaysWhoseItIs() {
    assertThat(Catalogue.all())
        .extracting(MeterDefinition::name)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("gavel(\\.[a-z]+)+"));
  }

  @ParameterizedTest
  @MethodSource("io.gavel.metric.Catalogue#all")
  void prometheusFindsEachUnderItsNameWithAllItsTags(MeterDefinition meter) {
    build(meter, tagValues(meter));

    String labels =
        meter.tags().stream()
            .map(tag -> "%s=\"a %s\"".formatted(tag, tag))
            .sorted()
            .collect(Collectors.joining(","));
    String series =
        prometheusName(meter)
            + (meter instanceof ForTimer ? "_count" : "")
            + (labels.isEmpty() ? "" : "{" + labels + "}");
    assertThat(registry.scrape().lines())
        .anyMatch(
            line -> line.startsWith("# HELP " + prometheusName(meter) + " " + meter.description()))
        .anyMatch(line -> line.matches("\\Q" + series + "\\E 1(\\.0)?"));
    CataloguedMeters.assertAllIn(registry);
  }

  @ParameterizedTest
  @MethodSource("io.gavel.metric.Catalogue#all")
  void eachDemandsAValueForEveryTag(MeterDefinition meter) {
    assertThatThrownBy(() -> build(meter, "one", "two", "three", "four"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(meter.name() + " has the tags " + meter.tags());
  }

  @Test
  void timersSortIntoBuckets() {
    Catalogue.ENGINE_TRANSACTION.in(registry).record(Duration.ofMillis(40));

    assertThat(registry.scrape().lines())
        .contains(
            "gavel_engine_transaction_seconds_bucket{le=\"0.025\"} 0",
            "gavel_engine_transaction_seconds_bucket{le=\"0.05\"} 1",
            "gavel_engine_transaction_seconds_bucket{le=\"120.0\"} 1");
  }

  @Test
  void aGaugeShowsItsValueThoughNobodyElseHoldsTheSupplier() {
    SimpleMeterRegistry simple = new SimpleMeterRegistry();
    int[] held = {7};
    new EngineMeters(simple).observe(() -> held[0], InstantSource.system());

    System.gc();

    assertThat(simple.get("gavel.engine.in.flight").gauge().value()).isEqualTo(7);
  }

  @Test
  void thePageOfTheMetersIsTheCatalogue() throws IOException {
    MetricsPage.made(ExposedMeters::prometheusName).assertIsKept();
  }
}
