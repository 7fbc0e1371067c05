package io.gavel.web.api.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.gavel.web.Answers;
import io.gavel.web.Routes;
import io.gavel.web.api.OtherWorkers;
import io.gavel.web.api.Parameters;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `GET /api/pool`: the endpoints of all workers' judges. An endpoint that several workers ask is
/// there once for each: each has its own limit and breaker.
public final class PoolRoutes implements Routes {
  private static final String REFUSED = "refused";

  private final String workerId;
  private final PoolSource source;
  private final OtherWorkers others;
  private final Rates rates = new Rates();

  /// @param workerId names this worker
  /// @param source knows its endpoints
  /// @param others know theirs
  public PoolRoutes(String workerId, PoolSource source, OtherWorkers others) {
    this.workerId = workerId;
    this.source = source;
    this.others = others;
  }

  private record EndpointView(
      String workerId,
      String profile,
      String address,
      String state,
      int limit,
      int inFlight,
      double callsPerSecond,
      double tokensPerSecond,
      boolean standIn) {}

  private record PoolView(
      List<JsonNode> endpoints,
      double refusedPerSecond,
      long waiting,
      long inFlight,
      long limit,
      List<String> missing) {}

  /// Looks at the counts, for the rates; to be called once a second.
  ///
  /// @param nanos a monotonic time
  public void sample(long nanos) {
    PoolSource.Pool now = source.now();
    Map<String, Double> totals = new HashMap<>();
    totals.put(REFUSED, now.refused());
    for (PoolSource.Endpoint endpoint : now.endpoints()) {
      totals.put("calls " + name(endpoint), endpoint.calls());
      totals.put("tokens " + name(endpoint), endpoint.tokens());
    }
    rates.add(nanos, totals);
  }

  private static String name(PoolSource.Endpoint endpoint) {
    return endpoint.profile() + " " + endpoint.address();
  }

  @Override
  public List<Path> paths() {
    return List.of(new Path("/api/pool", "the endpoints of the judges"));
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.get("/api/pool", this::show);
  }

  private void show(Context context) {
    Parameters parameters = Parameters.of(context, "local");
    PoolSource.Pool now = source.now();
    List<JsonNode> endpoints = new ArrayList<>();
    now.endpoints().forEach(it -> endpoints.add(Answers.mapper().valueToTree(view(it))));
    double refused = rates.perSecond(REFUSED);
    long waiting = now.waiting();
    List<String> missing = List.of();
    if (!parameters.flag("local")) {
      OtherWorkers.Told told = others.ask("/api/pool?local=true");
      missing = told.missing();
      for (JsonNode answer : told.answers()) {
        answer.path("endpoints").forEach(endpoints::add);
        refused += answer.path("refused_per_second").asDouble();
        waiting += answer.path("waiting").asLong();
      }
    }
    Answers.compact(
        context,
        new PoolView(
            endpoints,
            refused,
            waiting,
            endpoints.stream().mapToLong(it -> it.path("in_flight").asLong()).sum(),
            endpoints.stream().mapToLong(it -> it.path("limit").asLong()).sum(),
            missing));
  }

  private EndpointView view(PoolSource.Endpoint endpoint) {
    return new EndpointView(
        workerId,
        endpoint.profile(),
        endpoint.address(),
        endpoint.state(),
        endpoint.limit(),
        endpoint.inFlight(),
        rates.perSecond("calls " + name(endpoint)),
        rates.perSecond("tokens " + name(endpoint)),
        endpoint.standIn());
  }
}
