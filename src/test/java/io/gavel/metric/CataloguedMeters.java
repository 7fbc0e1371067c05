package io.gavel.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Compares the meters of a registry with the catalogue.
public final class CataloguedMeters {
  private CataloguedMeters() {}

  /// Fails where a meter of Gavel is not as the catalogue says, or is not in it.
  public static void assertAllIn(MeterRegistry registry) {
    Map<String, MeterDefinition> catalogue =
        Catalogue.all().stream()
            .collect(Collectors.toMap(MeterDefinition::name, Function.identity()));
    assertThat(registry.getMeters())
        .filteredOn(meter -> meter.getId().getName().startsWith("gavel"))
        // The buckets of a timer are gauges of their own, which this registry makes from it.
        .filteredOn(meter -> meter.getId().syntheticAssociation() == null)
        .isNotEmpty()
        .allSatisfy(meter -> {
          Meter.Id id = meter.getId();
          assertThat(catalogue).containsKey(id.getName());
          MeterDefinition defined = Objects.requireNonNull(catalogue.get(id.getName()));
          assertThat(id.getTags())
              .as(id.getName())
              .extracting(Tag::getKey)
              .containsExactlyInAnyOrderElementsOf(defined.tags());
          assertThat(id.getDescription()).isEqualTo(defined.description());
          assertThat(meter)
              .as(id.getName())
              .isInstanceOf(
                  switch (defined) {
                    case MeterDefinition.ForCounter counter -> Counter.class;
                    case MeterDefinition.ForGauge gauge -> Gauge.class;
                    case MeterDefinition.ForTimer timer -> Timer.class;
                  });
        });
  }
}
