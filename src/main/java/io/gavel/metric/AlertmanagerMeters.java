package io.gavel.metric;

import io.micrometer.core.instrument.MeterRegistry;

/// What is posted to Alertmanager. For any thread.
public final class AlertmanagerMeters {
  /// It took the alert.
  public static final String ACCEPTED = "accepted";

  /// It answered with an error.
  public static final String REFUSED = "refused";

  /// It did not answer.
  public static final String UNREACHABLE = "unreachable";

  private final MeterRegistry registry;
  private volatile long open;

  /// @param registry where the meters are registered
  public AlertmanagerMeters(MeterRegistry registry) {
    this.registry = registry;
    Catalogue.ALERTMANAGER_OPEN.in(registry, () -> open);
  }

  /// Sets how many alerts are open.
  public void open(long count) {
    open = count;
  }

  /// Counts alerts that were posted.
  ///
  /// @param url of the Alertmanager, as it is set
  /// @param outcome [#ACCEPTED], [#REFUSED] or [#UNREACHABLE]
  /// @param alerts how many
  public void told(String url, String outcome, int alerts) {
    Catalogue.ALERTMANAGER_ALERTS.in(registry, url, outcome).increment(alerts);
  }

  /// Counts an alert that is posted nowhere.
  public void leftOut() {
    Catalogue.ALERTMANAGER_LEFT_OUT.in(registry).increment();
  }
}
