package io.gavel.web;

import io.javalin.config.RoutesConfig;
import java.util.List;

/// `/`: which paths there are, as plain text.
final class IndexRoutes implements Routes {
  private final String text;

  /// @param others whose paths are listed
  IndexRoutes(List<Routes> others) {
    StringBuilder lines = new StringBuilder("Gavel\n\n");
    others.stream()
        .flatMap(group -> group.paths().stream())
        .forEach(it -> lines.append("%-16s%s%n".formatted(it.path(), it.description())));
    text = lines.toString();
  }

  @Override
  public List<Path> paths() {
    return List.of();
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.get("/", context -> context.contentType("text/plain; charset=utf-8").result(text));
  }
}
