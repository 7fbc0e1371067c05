package io.gavel.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;

/// The meters of one judge profile's pool; each carries the tag `profile`. Any thread may use them.
/// The gauges of an endpoint go with it.
///
/// | meter | what |
/// | --- | --- |
/// | `gavel.judge.limit` | calls that an `endpoint` may have under way |
/// | `gavel.judge.breaker` | an `endpoint`'s circuit breaker: 0 closed, 1 half open (asked one at a time), 2 open (left alone) |
/// | `gavel.judge.breaker_transitions` | changes of an `endpoint`'s breaker, by the state it went `to` |
/// | `gavel.judge.permits` | permits for a call, by how they were `granted` (at_once, waited) |
/// | `gavel.judge.permit_waiters` | requests that wait for a permit, by `priority` |
/// | `gavel.judge.permit_queue_age` | seconds that the oldest of those has waited; 0 where none waits |
public final class PoolMeters {
  private final MeterRegistry registry;
  private final Tags profile;
  private final Map<String, List<Meter>> endpoints = new ConcurrentHashMap<>();

  /// @param registry where the meters are
  /// @param profile the judge profile's name
  public PoolMeters(MeterRegistry registry, String profile) {
    this.registry = registry;
    this.profile = Tags.of("profile", profile);
  }

  /// An endpoint joins.
  ///
  /// @param endpoint its base URL without credentials
  /// @param limit its limit
  /// @param breaker its breaker as a number
  public void endpoint(String endpoint, IntSupplier limit, IntSupplier breaker) {
    Tags tags = profile.and("endpoint", endpoint);
    endpoints.put(
        endpoint,
        List.of(
            gauge(
                "gavel.judge.limit",
                "Calls that an endpoint may have under way.",
                tags,
                limit::getAsInt),
            gauge(
                "gavel.judge.breaker",
                "An endpoint's circuit breaker: 0 closed, 1 half open, 2 open.",
                tags,
                breaker::getAsInt)));
  }

  /// An endpoint goes.
  ///
  /// @param endpoint as it joined
  public void gone(String endpoint) {
    List<Meter> gauges = endpoints.remove(endpoint);
    if (gauges != null) {
      gauges.forEach(registry::remove);
    }
  }

  /// A breaker changed.
  ///
  /// @param endpoint whose
  /// @param state the state it went to
  public void entered(String endpoint, String state) {
    Counter.builder("gavel.judge.breaker_transitions")
        .description("Changes of an endpoint's circuit breaker.")
        .tags(profile.and("endpoint", endpoint, "to", state))
        .register(registry)
        .increment();
  }

  /// A permit was asked for.
  ///
  /// @param granted `at_once` or `waited`
  public void permit(String granted) {
    Counter.builder("gavel.judge.permits")
        .description("Permits for a call, by how they were granted.")
        .tags(profile.and("granted", granted))
        .register(registry)
        .increment();
  }

  /// How many wait for a permit.
  ///
  /// @param priority the class
  /// @param count its number
  public void waiting(String priority, IntSupplier count) {
    gauge(
        "gavel.judge.permit_waiters",
        "Requests that wait for a permit.",
        profile.and("priority", priority.toLowerCase(Locale.ROOT)),
        count::getAsInt);
  }

  /// How long the oldest has waited.
  ///
  /// @param seconds its age
  public void queueAge(DoubleSupplier seconds) {
    gauge(
        "gavel.judge.permit_queue_age",
        "Seconds that the oldest request has waited for a permit.",
        profile,
        seconds);
  }

  private Gauge gauge(String name, String description, Tags tags, DoubleSupplier value) {
    return Gauge.builder(name, value, DoubleSupplier::getAsDouble)
        .description(description)
        .tags(tags)
        .strongReference(true)
        .register(registry);
  }
}
