package io.gavel.docs;

import static io.gavel.docs.ReferencePage.cell;

import io.gavel.metric.Catalogue;
import io.gavel.metric.MeterDefinition;
import io.gavel.metric.MeterDefinition.ForCounter;
import io.gavel.metric.MeterDefinition.ForGauge;
import io.gavel.metric.MeterDefinition.ForTimer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Every meter, from the catalogue.
public final class MetricsPage {
  private static final String HEAD =
      """
      # Metrics

      <!-- Made from io.gavel.metric.Catalogue; CatalogueTest says how to make it anew. -->

      What a worker serves at `/metrics` of `web.listen`, for Prometheus; [runbooks](../runbooks.md) has what to do when an alert made of them
      fires. A histogram has `_bucket`, `_sum`, `_count` and `_max` behind its name. Counters start at 0 with the process, and one with
      labels shows when it first counts. The process's own (`jvm_`, `process_`, `system_`) are Micrometer's.

      | meter | kind | labels | what it counts |
      | --- | --- | --- | --- |
      """;

  private MetricsPage() {}

  /// The page as the catalogue makes it.
  ///
  /// @param nameOf a meter's name in Prometheus
  public static ReferencePage made(Function<MeterDefinition, String> nameOf) {
    return new ReferencePage(
        "metrics.md",
        Catalogue.all().stream()
            .map(meter -> row(nameOf.apply(meter), meter))
            .collect(Collectors.joining("", HEAD, "")));
  }

  private static String row(String name, MeterDefinition meter) {
    return "| %s | %s | %s | %s |\n"
        .formatted(
            ReferencePage.code(name),
            switch (meter) {
              case ForCounter counter -> "counter";
              case ForGauge gauge -> "gauge";
              case ForTimer timer -> "histogram";
            },
            meter.tags().stream().map(ReferencePage::code).collect(Collectors.joining(", ")),
            cell(meter.description()));
  }
}
