package io.gavel.metric;

import io.micrometer.core.instrument.MeterRegistry;

/// What becomes of spans and events. For any thread.
public final class TraceMeters {
  /// The collector took it.
  public static final String EXPORTED = "exported";

  /// The collector refused it, or did not answer.
  public static final String FAILED = "failed";

  /// Too many waited for the collector.
  public static final String DROPPED = "dropped";

  private final MeterRegistry registry;

  /// @param registry where the meters are
  public TraceMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /// Counts.
  ///
  /// @param kind `spans` or `events`
  /// @param outcome [#EXPORTED], [#FAILED] or [#DROPPED]
  /// @param count how many
  public void told(String kind, String outcome, int count) {
    Catalogue.TRACE_EXPORTS.in(registry, kind, outcome).increment(count);
  }
}
