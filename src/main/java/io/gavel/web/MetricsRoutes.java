package io.gavel.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;

/// `/metrics`: every meter, as Prometheus reads them.
public final class MetricsRoutes implements Routes {
  private final PrometheusMeterRegistry meters;

  /// @param meters what is shown
  public MetricsRoutes(PrometheusMeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public List<Path> paths() {
    return List.of(new Path("/metrics", "every meter, as Prometheus reads them"));
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.get("/metrics", this::show);
  }

  private void show(Context context) {
    String contentType = Exposition.preferred(context.header("Accept")).contentType();
    context.contentType(contentType).result(meters.scrape(contentType));
  }
}
