package io.gavel.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Loads the settings: `defaults.yaml` beside this class, over it the file, over it the
/// environment.
public final class ConfigLoader {
  private ConfigLoader() {}

  /// The settings of this process.
  ///
  /// @param file the settings file; null: `gavel.yaml` in the working directory, where there is one
  /// @param environment the environment variables
  /// @throws InvalidConfigException names the key, the value and what to do
  @SuppressWarnings("DoNotCallSuggester")
  public static GavelConfig load(@Nullable Path file, Map<String, String> environment) {
    throw new InvalidConfigException(file + " cannot be read" + environment.size());
  }
}
