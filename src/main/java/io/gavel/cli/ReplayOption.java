package io.gavel.cli;

import io.gavel.config.GavelConfig;
import io.gavel.config.ReplaySettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of a command that works on Gavel's topics: production's or a replay's.
final class ReplayOption extends ConfigOption {
  @Option(
      names = "--replay",
      paramLabel = "NAME",
      description = "On the topics of this replay (see gavel replay) instead of production's.")
  private @Nullable String replay;

  /// For picocli.
  ReplayOption() {}

  /// Where a replay is named, the replay's.
  @Override
  GavelConfig load() {
    GavelConfig loaded = super.load();
    return replay == null ? loaded : ReplaySettings.of(loaded, replay);
  }
}
