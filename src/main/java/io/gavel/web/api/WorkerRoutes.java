package io.gavel.web.api;

import io.gavel.config.Durations;
import io.gavel.config.Role;
import io.gavel.health.Health;
import io.gavel.web.Answers;
import io.gavel.web.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/// `GET /api/worker`: which worker this is, and how it stands.
public final class WorkerRoutes implements Routes {
  private final Identity identity;
  private final Supplier<Map<Role, Health>> health;

  /// @param identity which worker
  /// @param health how its roles stand now
  public WorkerRoutes(Identity identity, Supplier<Map<Role, Health>> health) {
    this.identity = identity;
    this.health = health;
  }

  /// What does not change while a worker runs.
  ///
  /// @param version of Gavel
  /// @param workerId names the worker
  /// @param windows the sizes of score windows, ascending
  /// @param startedAt since when it runs
  public record Identity(
      String version, String workerId, List<Duration> windows, Instant startedAt) {
    /// Copies.
    public Identity {
      windows = List.copyOf(windows);
    }
  }

  private record Standing(String state, String detail) {}

  private record WorkerView(
      String version,
      String workerId,
      List<String> roles,
      Map<String, Standing> health,
      List<String> windowSizes,
      Instant startedAt) {}

  @Override
  public List<Path> paths() {
    return List.of(new Path("/api/worker", "which worker this is, and how its roles stand"));
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.get("/api/worker", this::show);
  }

  private void show(Context context) {
    Parameters.of(context);
    Map<String, Standing> standings = new LinkedHashMap<>();
    health
        .get()
        .forEach((role, now) ->
            standings.put(role.text(), new Standing(state(now.state()), now.detail())));
    Answers.compact(
        context,
        new WorkerView(
            identity.version(),
            identity.workerId(),
            List.copyOf(standings.keySet()),
            standings,
            identity.windows().stream().map(Durations::text).toList(),
            identity.startedAt()));
  }

  private static String state(Health.State state) {
    return switch (state) {
      case RUNNING -> "ready";
      case STARTING, WAITING, STALLED, FAILED, STOPPED -> state.name().toLowerCase(Locale.ROOT);
    };
  }
}
