package io.gavel.metric;

import io.gavel.metric.MeterDefinition.ForCounter;
import io.gavel.metric.MeterDefinition.ForGauge;
import io.gavel.metric.MeterDefinition.ForTimer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The meters of the catalogue as they are at `/metrics`.
public final class ExposedMeters {
  private ExposedMeters() {}

  /// The name under which Prometheus finds a meter; that of a histogram without its suffixes.
  static String prometheusName(MeterDefinition meter) {
    String name = meter.name().replace('.', '_');
    String unit = meter.unit().isEmpty() || name.endsWith(meter.unit()) ? "" : "_" + meter.unit();
    return switch (meter) {
      case ForCounter counter -> name + unit + "_total";
      case ForGauge gauge -> name + unit;
      case ForTimer timer -> name + unit;
    };
  }

  /// The labels of every time series of the catalogue, by its name.
  public static Map<String, Set<String>> labelsByName() {
    Map<String, Set<String>> labels = new TreeMap<>();
    for (MeterDefinition meter : Catalogue.all()) {
      String name = prometheusName(meter);
      switch (meter) {
        case ForCounter counter -> labels.put(name, Set.copyOf(counter.tags()));
        case ForGauge gauge -> labels.put(name, Set.copyOf(gauge.tags()));
        case ForTimer timer -> {
          for (String suffix : List.of("_count", "_sum", "_max")) {
            labels.put(name + suffix, Set.copyOf(timer.tags()));
          }
          Set<String> ofBuckets = new TreeSet<>(timer.tags());
          ofBuckets.add("le");
          labels.put(name + "_bucket", ofBuckets);
        }
      }
    }
    return labels;
  }
}
