package io.gavel.web;

import io.javalin.config.RoutesConfig;
import java.util.List;

/// A group of paths that the server answers.
public interface Routes {
  /// Its paths, for the list at `/`.
  List<Path> paths();

  /// Adds their handlers, one for each method. Handlers run on any of the server's threads.
  ///
  /// @param routes where to
  void add(RoutesConfig routes);

  /// One path.
  ///
  /// @param path from the first slash on
  /// @param description what it answers, in one line
  record Path(String path, String description) {}
}
