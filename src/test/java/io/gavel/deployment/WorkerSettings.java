package io.gavel.deployment;

import io.gavel.config.ConfigLoader;
import io.gavel.config.GavelConfig;
import java.util.Map;
import java.util.TreeMap;

/// Loads a container's environment as the worker in it would.
final class WorkerSettings {
  private WorkerSettings() {}

  /// The settings; a variable that is none, or a value that cannot be used, is an error that names
  /// it.
  ///
  /// @param environment as the container has it; only what starts with `GAVEL_` is looked at
  static GavelConfig load(Map<String, String> environment) {
    Map<String, String> ours = new TreeMap<>(environment);
    ours.keySet().removeIf(name -> !name.startsWith("GAVEL_"));
    return ConfigLoader.load(null, ours);
  }
}
