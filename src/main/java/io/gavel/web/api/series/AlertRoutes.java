package io.gavel.web.api.series;

import io.gavel.schema.Alert;
import io.gavel.web.Answers;
import io.gavel.web.Routes;
import io.gavel.web.api.Parameters;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// `GET /api/alerts`: drift alerts, raised and cleared.
public final class AlertRoutes implements Routes {
  private static final int LIMIT = 50;
  private static final int MOST = 500;

  private final AlertSource source;

  /// @param source knows them
  public AlertRoutes(AlertSource source) {
    this.source = source;
  }

  private record AlertView(
      String alertId,
      String state,
      String moved,
      String seriesKey,
      String application,
      String model,
      String rubricId,
      Map<String, String> tags,
      double baseline,
      double current,
      double evidence,
      double threshold,
      Instant since,
      Instant raisedAt,
      Instant changedAt,
      String summary,
      List<String> examples,
      boolean standIn) {
    private static AlertView of(AlertSource.Told told) {
      Alert alert = told.alert();
      return new AlertView(
          alert.getAlertId(),
          alert.getState().name().toLowerCase(Locale.ROOT),
          alert.getMoved(),
          told.seriesKey(),
          alert.getApplication(),
          alert.getModel(),
          alert.getRubricId(),
          new TreeMap<>(alert.getTags()),
          alert.getBaseline(),
          alert.getCurrent(),
          alert.getEvidence(),
          alert.getThreshold(),
          alert.getSince(),
          alert.getRaisedAt(),
          told.changedAt(),
          alert.getSummary(),
          alert.getExamples(),
          alert.getStandIn());
    }
  }

  @Override
  public List<Path> paths() {
    return List.of(new Path("/api/alerts", "drift alerts, each in its newest state"));
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.get("/api/alerts", this::show);
  }

  private void show(Context context) {
    Parameters parameters = Parameters.of(context, "limit");
    int limit = parameters.number("limit", 1, MOST, LIMIT);
    Answers.compact(
        context, Map.of("alerts", source.newest(limit).stream().map(AlertView::of).toList()));
  }
}
