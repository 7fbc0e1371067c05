package io.gavel;

import io.gavel.config.GavelConfig;
import io.gavel.config.JudgeProfile;
import io.gavel.judge.pool.EndpointStatus;
import io.gavel.metric.Catalogue;
import io.gavel.metric.FunnelMeters;
import io.gavel.metric.MeterDefinition;
import io.gavel.web.api.flow.FunnelSource;
import io.gavel.web.api.flow.PoolSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// What this worker has counted, as the page asks for it. For any thread.
final class WorkerCounts implements PoolSource {
  /// The API's word for generations that led to a judge request.
  private static final String JUDGED = "judged";

  private final GavelConfig config;
  private final MeterRegistry meters;
  private final Supplier<List<EndpointStatus>> endpoints;

  /// @param config which judges are stand-ins
  /// @param meters where everything is counted
  /// @param endpoints how they are doing now
  WorkerCounts(GavelConfig config, MeterRegistry meters, Supplier<List<EndpointStatus>> endpoints) {
    this.config = config;
    this.meters = meters;
    this.endpoints = endpoints;
  }

  @Override
  public Pool now() {
    return new Pool(
        endpoints.get().stream().map(this::endpoint).toList(),
        Math.round(sum(Catalogue.JUDGE_PERMIT_WAITERS)),
        sum(Catalogue.JUDGE_CALLS, "outcome", "overloaded")
            + sum(Catalogue.JUDGE_CALLS, "outcome", "refused"));
  }

  private Endpoint endpoint(EndpointStatus status) {
    String[] tags = {"profile", status.profile(), "endpoint", status.endpoint()};
    JudgeProfile profile = config.judge().profiles().get(status.profile());
    return new Endpoint(
        status.profile(),
        status.endpoint(),
        status.state().text(),
        status.limit(),
        status.inFlight(),
        sum(Catalogue.JUDGE_CALLS, tags),
        sum(Catalogue.JUDGE_TOKENS, tags),
        profile != null && profile.standIn());
  }

  /// What became of the events.
  FunnelSource.Funnel funnel() {
    Map<String, Long> generations = new TreeMap<>(byTag(Catalogue.GENERATIONS, "outcome"));
    Long requested = generations.remove(FunnelMeters.REQUESTED);
    if (requested != null) {
      generations.put(JUDGED, requested);
    }
    Map<String, Long> letters = new TreeMap<>(byTag(Catalogue.DEAD_LETTERS, "reason"));
    Map<String, Long> outcomes = byTag(Catalogue.ENGINE_OUTCOMES, "outcome");
    long feedback = outcomes.getOrDefault("feedback", 0L);
    outcomes.forEach((outcome, count) -> {
      if (!outcome.equals("feedback")) {
        letters.merge(outcome, count, Long::sum);
      }
    });
    return new FunnelSource.Funnel(
        generations,
        Math.round(sum(Catalogue.JUDGE_REQUESTS)),
        feedback,
        letters,
        Math.round(sum(Catalogue.GENERATIONS_WAITING) + sum(Catalogue.CANDIDATES_WAITING)));
  }

  private Map<String, Long> byTag(MeterDefinition definition, String tag) {
    Map<String, Long> counts = new TreeMap<>();
    for (Meter meter : meters.find(definition.name()).meters()) {
      String value = meter.getId().getTag(tag);
      if (value != null) {
        counts.merge(value, Math.round(value(meter)), Long::sum);
      }
    }
    return counts;
  }

  private double sum(MeterDefinition definition, String... tags) {
    return meters.find(definition.name()).tags(tags).meters().stream()
        .mapToDouble(WorkerCounts::value)
        .filter(Double::isFinite)
        .sum();
  }

  private static double value(Meter meter) {
    return switch (meter) {
      case Counter counter -> counter.count();
      case Timer timer -> timer.count();
      case Gauge gauge -> gauge.value();
      default -> 0;
    };
  }
}
