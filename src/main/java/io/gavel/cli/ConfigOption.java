package io.gavel.cli;

import io.gavel.config.ConfigLoader;
import io.gavel.config.GavelConfig;
import io.gavel.config.ReplaySettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of every command that needs the settings.
final class ConfigOption {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "The settings; by default gavel.yaml in the working directory, where there is one.")
  private @Nullable Path file;

  @Option(
      names = "--replay",
      paramLabel = "NAME",
      description = "On the topics of this replay (see gavel replay) instead of production's.")
  private @Nullable String replay;

  /// The settings: the defaults, the file's, the environment's; where a replay is named, the
  /// replay's.
  ///
  /// @throws io.gavel.config.InvalidConfigException when one cannot be used
  GavelConfig load() {
    GavelConfig loaded = ConfigLoader.load(file, System.getenv());
    return replay == null ? loaded : ReplaySettings.of(loaded, replay);
  }
}
