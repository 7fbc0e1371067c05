package io.gavel.web.api.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.gavel.web.Answers;
import io.gavel.web.Routes;
import io.gavel.web.api.OtherWorkers;
import io.gavel.web.api.Parameters;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `GET /api/funnel`: what became of every event, and how far the roles are behind.
public final class FunnelRoutes implements Routes {
  private final FunnelSource source;
  private final FunnelSource.Lags lags;
  private final OtherWorkers others;

  /// @param source knows this worker's counts
  /// @param lags know how far the roles are behind
  /// @param others know their counts
  public FunnelRoutes(FunnelSource source, FunnelSource.Lags lags, OtherWorkers others) {
    this.source = source;
    this.lags = lags;
    this.others = others;
  }

  private record FunnelView(
      Map<String, Long> generations,
      long judgeRequests,
      long feedback,
      Map<String, Long> deadLetters,
      long waiting,
      List<FunnelSource.Lag> lag,
      List<String> missing) {}

  @Override
  public List<Path> paths() {
    return List.of(new Path("/api/funnel", "what became of every event, and what waits"));
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.get("/api/funnel", this::show);
  }

  private void show(Context context) {
    Parameters parameters = Parameters.of(context, "local");
    FunnelSource.Funnel own = source.now();
    Map<String, Long> generations = new TreeMap<>(own.generations());
    Map<String, Long> deadLetters = new TreeMap<>(own.deadLetters());
    long judgeRequests = own.judgeRequests();
    long feedback = own.feedback();
    long waiting = own.waiting();
    List<String> missing = List.of();
    if (!parameters.flag("local")) {
      OtherWorkers.Told told = others.ask("/api/funnel?local=true");
      missing = told.missing();
      for (JsonNode answer : told.answers()) {
        add(answer.path("generations"), generations);
        add(answer.path("dead_letters"), deadLetters);
        judgeRequests += answer.path("judge_requests").asLong();
        feedback += answer.path("feedback").asLong();
        waiting += answer.path("waiting").asLong();
      }
    }
    Answers.compact(
        context,
        new FunnelView(
            generations, judgeRequests, feedback, deadLetters, waiting, lags.now(), missing));
  }

  private static void add(JsonNode counts, Map<String, Long> to) {
    counts.properties().forEach(it -> to.merge(it.getKey(), it.getValue().asLong(), Long::sum));
  }
}
