package io.gavel.web;

import io.gavel.config.Role;
import io.gavel.health.Health;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// `/health/live` and `/health/ready`: 200 while every role is, 503 otherwise, and how each stands.
///
/// Live: the process is as it should be, and nothing is gained by starting it anew. Ready: it can
/// work now.
public final class HealthRoutes implements Routes {
  private final Supplier<Map<Role, Health>> roles;

  /// @param roles how the worker's roles stand now, in the event's order; asked with each request,
  ///   on the server's threads
  public HealthRoutes(Supplier<Map<Role, Health>> roles) {
    this.roles = roles;
  }

  /// The answer.
  private record Report(String status, Map<String, Standing> roles) {}

  /// How one role stands, in the answer.
  private record Standing(String state, String reason) {}

  @Override
  public List<Path> paths() {
    return List.of(
        new Path("/health/live", "200 while every role's loop turns; 503: start it anew"),
        new Path("/health/ready", "200 while every role can work; 503: not now, and why"));
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.get("/health/live", context -> answer(context, "live", Health::isLive));
    routes.get("/health/ready", context -> answer(context, "ready", Health::isReady));
  }

  private void answer(Context context, String good, Predicate<Health> isGood) {
    Map<Role, Health> now = roles.get();
    boolean all = now.values().stream().allMatch(isGood);
    Map<String, Standing> standings = new LinkedHashMap<>();
    now.forEach((role, health) ->
        standings.put(word(role), new Standing(word(health.state()), health.detail())));
    Answers.json(
        context,
        all ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE,
        new Report(all ? good : "not " + good, standings));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
