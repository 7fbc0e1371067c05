package io.gavel.simulator.settings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.config.InvalidConfigException;
import io.gavel.config.SettingsBinder;
import io.gavel.config.source.SettingsTree;
import io.gavel.config.source.YamlFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Loads the simulator's settings: `defaults.yaml` beside this class, over it a file, over it
/// single settings.
public final class SettingsFile {
  private SettingsFile() {}

  /// The settings.
  ///
  /// @param file a YAML file; null: none
  /// @param environment where `${env:NAME}` is looked up
  /// @param settings by their names, such as `serving.slots`, over the file
  /// @param faults over the file's, where there are any
  /// @throws InvalidConfigException names what is wrong, one line each
  public static SimulatorSettings load(
      @Nullable Path file,
      Map<String, String> environment,
      Map<String, String> settings,
      List<String> faults) {
    SettingsTree tree = new SettingsTree(defaults(), Map.of());
    if (file != null) {
      tree.addFile(file.toString(), read(file));
    }
    tree.addFile("command line", nested(settings, faults));
    tree.complete(environment);
    List<String> problems = tree.problems();
    SimulatorSettings bound =
        problems.isEmpty()
            ? new SettingsBinder(problems).bind("", tree.tree(), SimulatorSettings.class)
            : null;
    if (bound == null) {
      throw new InvalidConfigException(String.join("\n", problems));
    }
    return bound;
  }

  private static ObjectNode nested(Map<String, String> settings, List<String> faults) {
    ObjectNode root = defaults().removeAll();
    settings.forEach((path, value) -> {
      String[] parts = path.split("\\.", 2);
      if (parts.length == 1) {
        root.put(path, value);
      } else {
        root.withObjectProperty(parts[0]).put(parts[1], value);
      }
    });
    if (!faults.isEmpty()) {
      faults.forEach(root.putArray("faults")::add);
    }
    return root;
  }

  /// `defaults.yaml`: every setting with its default and what it is for.
  public static String defaultsText() {
    try (InputStream defaults =
        Objects.requireNonNull(SettingsFile.class.getResourceAsStream("defaults.yaml"))) {
      return new String(defaults.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode defaults() {
    try {
      return YamlFile.read("defaults.yaml", defaultsText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode read(Path file) {
    try {
      return YamlFile.read(file.toString(), Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new InvalidConfigException("there is no settings file " + file, e);
    } catch (IOException e) {
      throw new InvalidConfigException(String.valueOf(e.getMessage()), e);
    }
  }
}
