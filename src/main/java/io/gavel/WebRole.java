package io.gavel;

import io.gavel.cli.Version;
import io.gavel.config.GavelConfig;
import io.gavel.config.Role;
import io.gavel.health.Health;
import io.gavel.monitor.WindowQueries;
import io.gavel.monitor.WindowsAwayException;
import io.gavel.web.PageRoutes;
import io.gavel.web.RefusedException;
import io.gavel.web.Routes;
import io.gavel.web.api.SeriesRoutes;
import io.gavel.web.api.SeriesSource;
import io.gavel.web.api.Standings;
import io.gavel.web.api.WorkerRoutes;
import io.gavel.web.event.EventRoutes;
import io.gavel.web.peer.Peers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The role `web`, wired: the page, the API, and what tells them of the other roles. It is made
/// before the server that answers for it and closed before it. For any thread.
final class WebRole implements AutoCloseable {
  private final Supplier<Optional<Worker>> worker;
  private final EventRoutes events = new EventRoutes();
  private final Peers peers;
  private final List<Routes> routes;

  /// @param config the settings
  /// @param worker the roles beside this; empty until they are started
  /// @param health how all roles stand
  /// @param advertised where other workers reach this one, once the server listens
  WebRole(
      GavelConfig config,
      Supplier<Optional<Worker>> worker,
      Supplier<Map<Role, Health>> health,
      Supplier<String> advertised) {
    this.worker = worker;
    peers = new Peers(config.web(), advertised, this::otherMonitors);
    routes =
        List.of(
            new PageRoutes(),
            new WorkerRoutes(
                new WorkerRoutes.Identity(
                    Version.gavel(), config.workerId(), config.monitor().windows(), Instant.now()),
                health),
            new SeriesRoutes(config.monitor().windows(), this::series, Standings.UNKNOWN, peers),
            events);
  }

  /// What it answers.
  List<Routes> routes() {
    return routes;
  }

  /// How it stands.
  Health health() {
    return Health.RUNNING;
  }

  private List<SeriesSource.Found> series(Duration size, int points, int most) {
    Worker started = worker.get().orElseThrow(WebRole::starting);
    try {
      return started.windows().map(it -> it.newest(size, points, most)).orElse(List.of()).stream()
          .map(it -> new SeriesSource.Found(it.key(), it.total(), it.windows()))
          .toList();
    } catch (WindowsAwayException e) {
      throw RefusedException.notNow(e.getMessage() + "; ask again");
    }
  }

  private Set<String> otherMonitors() {
    try {
      return worker.get().flatMap(Worker::windows).map(WindowQueries::others).orElse(Set.of());
    } catch (WindowsAwayException e) {
      return Set.of();
    }
  }

  private static RefusedException starting() {
    return RefusedException.notNow("this worker starts; ask again");
  }

  /// Ends the connections of the events, and what is asked of other workers.
  @Override
  public void close() {
    events.close();
    peers.close();
  }
}
