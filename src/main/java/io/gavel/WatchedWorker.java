package io.gavel;

import io.gavel.config.GavelConfig;
import io.gavel.config.Role;
import io.gavel.health.Health;
import io.gavel.judge.pool.EndpointStatus;
import io.gavel.web.HealthRoutes;
import io.gavel.web.MetricsRoutes;
import io.gavel.web.Routes;
import io.gavel.web.WebServer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A worker that can be watched: beside the roles, the meters of the process, and the HTTP server
/// that shows them and how the roles stand, unless `web.listen` is empty.
///
/// The server is there first, so that a port that is taken starts nothing, and ends last, so that
/// it tells how the roles stop. For any thread.
public final class WatchedWorker implements AutoCloseable {
  private final GavelConfig config;
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private volatile @Nullable WebServer web;
  private volatile @Nullable WebRole role;
  private volatile @Nullable Worker worker;

  private WatchedWorker(GavelConfig config) {
    this.config = config;
  }

  /// Starts; the roles begin their work as soon as what they need answers.
  ///
  /// @param config the settings
  /// @param meters where everything is counted
  /// @throws io.gavel.config.InvalidConfigException when a setting cannot be used
  /// @throws io.gavel.web.AddressTakenException when the port of `web.listen` cannot be had
  public static WatchedWorker start(GavelConfig config, PrometheusMeterRegistry meters) {
    WatchedWorker watched = new WatchedWorker(config);
    try {
      if (config.web().isOn()) {
        watched.startServer(meters);
      }
      watched.countProcess(meters);
      watched.worker = Worker.start(config, meters, watched.advertised());
      return watched;
    } catch (RuntimeException e) {
      watched.close();
      throw e;
    }
  }

  private void startServer(PrometheusMeterRegistry meters) {
    List<Routes> routes =
        new ArrayList<>(List.of(new MetricsRoutes(meters), new HealthRoutes(this::health)));
    if (config.roles().contains(Role.WEB)) {
      WebRole started =
          new WebRole(
              config, meters, () -> Optional.ofNullable(worker), this::health, this::advertised);
      role = started;
      routes.addAll(started.routes());
    }
    web = WebServer.start(config.web(), routes);
    WebRole made = role;
    if (made != null) {
      made.start();
    }
  }

  /// Where other workers reach the server, `host:port`; empty where there is none.
  private String advertised() {
    return address().map(it -> config.web().advertisedAt(it)).orElse("");
  }

  /// Where the server listens, without a slash at the end; empty where there is none.
  public Optional<URI> address() {
    return Optional.ofNullable(web).map(WebServer::address);
  }

  /// Why a role stopped by itself, the first that did; empty while all run.
  public Optional<Throwable> failure() {
    return Optional.ofNullable(worker).flatMap(Worker::failure);
  }

  /// How the roles stand now, in the event's order.
  public Map<Role, Health> health() {
    Worker started = worker;
    WebRole shown = role;
    Map<Role, Health> now = new EnumMap<>(Role.class);
    if (started != null) {
      now.putAll(started.health());
    } else {
      config.roles().forEach(it -> now.put(it, Health.starting("not started")));
      now.remove(Role.WEB);
    }
    if (shown != null) {
      now.put(Role.WEB, shown.health());
    }
    return now;
  }

  /// How the endpoints of all judges are doing now, by profile; empty without the role that judges.
  public List<EndpointStatus> judgeEndpoints() {
    return Optional.ofNullable(worker).map(Worker::judgeEndpoints).orElse(List.of());
  }

  /// Stops the roles, each of which publishes what it has finished, and then the server.
  @Override
  public void close() {
    WebServer last = web;
    WebRole middle = role;
    Worker first = worker;
    try (last;
        middle;
        collections;
        first) {
      // Closed in reverse.
    }
  }

  private void countProcess(PrometheusMeterRegistry meters) {
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    collections.bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    new FileDescriptorMetrics().bindTo(meters);
    new UptimeMetrics().bindTo(meters);
  }
}
