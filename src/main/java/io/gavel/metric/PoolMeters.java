package io.gavel.metric;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;

/// The meters of one judge profile's pool; each carries the tag `profile`. Any thread may use them.
/// The gauges of an endpoint go with it.
public final class PoolMeters {
  private final MeterRegistry registry;
  private final String profile;
  private final Map<String, List<Meter>> endpoints = new ConcurrentHashMap<>();

  /// @param registry where the meters are
  /// @param profile the judge profile's name
  public PoolMeters(MeterRegistry registry, String profile) {
    this.registry = registry;
    this.profile = profile;
  }

  /// An endpoint joins.
  ///
  /// @param endpoint its base URL without credentials
  /// @param limit its limit
  /// @param breaker its breaker as a number
  public void endpoint(String endpoint, IntSupplier limit, IntSupplier breaker) {
    endpoints.put(
        endpoint,
        List.of(
            Catalogue.JUDGE_LIMIT.in(registry, limit::getAsInt, profile, endpoint),
            Catalogue.JUDGE_BREAKER.in(registry, breaker::getAsInt, profile, endpoint)));
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
    Catalogue.JUDGE_BREAKER_TRANSITIONS.in(registry, profile, endpoint, state).increment();
  }

  /// A permit was asked for.
  ///
  /// @param granted `at_once` or `waited`
  public void permit(String granted) {
    Catalogue.JUDGE_PERMITS.in(registry, profile, granted).increment();
  }

  /// How many wait for a permit.
  ///
  /// @param priority the class
  /// @param count its number
  public void waiting(String priority, IntSupplier count) {
    Catalogue.JUDGE_PERMIT_WAITERS.in(
        registry, count::getAsInt, profile, priority.toLowerCase(Locale.ROOT));
  }

  /// How long the oldest has waited.
  ///
  /// @param seconds its age
  public void queueAge(DoubleSupplier seconds) {
    Catalogue.JUDGE_PERMIT_QUEUE_AGE.in(registry, seconds, profile);
  }
}
