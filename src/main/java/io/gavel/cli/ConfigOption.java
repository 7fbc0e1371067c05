package io.gavel.cli;

import io.gavel.config.ConfigLoader;
import io.gavel.config.GavelConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option of every command that needs the settings.
class ConfigOption {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "The settings; by default gavel.yaml in the working directory, where there is one.")
  private @Nullable Path file;

  /// For picocli.
  ConfigOption() {}

  /// The settings: the defaults, the file's, the environment's.
  ///
  /// @throws io.gavel.config.InvalidConfigException when one cannot be used
  GavelConfig load() {
    return ConfigLoader.load(file, System.getenv());
  }
}
