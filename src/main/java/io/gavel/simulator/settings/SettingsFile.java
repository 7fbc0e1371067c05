package io.gavel.simulator.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.config.InvalidConfigException;
import io.gavel.config.Secret;
import io.gavel.config.SettingsBinder;
import io.gavel.config.source.SettingsTree;
import io.gavel.config.source.YamlFile;
import io.gavel.simulator.answer.Leaning;
import io.gavel.simulator.fault.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Loads the simulator's settings: `defaults.yaml` beside this class, over it a file, over it
/// single settings.
public final class SettingsFile {
  private SettingsFile() {}

  /// The flat settings of the document itself, without its sections.
  private record Root(
      int replicas,
      String host,
      int port,
      int controlPort,
      long seed,
      String model,
      Secret apiKey,
      int contextTokens,
      ContextError contextError,
      int maxBodyBytes,
      Timing timing,
      List<String> faults) {}

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
    SimulatorSettings bound = tree.problems().isEmpty() ? bind(tree) : null;
    if (!tree.problems().isEmpty()) {
      throw new InvalidConfigException(String.join("\n", tree.problems()));
    }
    return Objects.requireNonNull(bound);
  }

  private static @Nullable SimulatorSettings bind(SettingsTree settings) {
    ObjectNode tree = settings.tree();
    List<String> problems = settings.problems();
    SettingsBinder binder = new SettingsBinder(problems);
    ServingSettings serving = section(binder, tree, "serving", ServingSettings.class);
    TokenSettings tokens = section(binder, tree, "tokens", TokenSettings.class);
    LatencySettings latency = section(binder, tree, "latency", LatencySettings.class);
    Leaning answers = section(binder, tree, "answers", Leaning.class);
    Root root = binder.bind("", tree, Root.class);
    if (serving == null || tokens == null || latency == null || answers == null || root == null) {
      return null;
    }
    try {
      List<Fault> faults = new ArrayList<>();
      for (String text : root.faults()) {
        faults.add(Fault.parse(text));
      }
      return new SimulatorSettings(
          root.replicas(),
          root.host(),
          root.port(),
          root.controlPort(),
          root.seed(),
          root.model(),
          root.apiKey(),
          root.contextTokens(),
          root.contextError(),
          root.maxBodyBytes(),
          serving,
          root.timing(),
          tokens,
          latency,
          answers,
          faults);
    } catch (InvalidConfigException e) {
      problems.add(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static <T> @Nullable T section(
      SettingsBinder binder, ObjectNode tree, String name, Class<T> type) {
    JsonNode section = tree.remove(name);
    return binder.bind(name, section, type);
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

  private static ObjectNode defaults() {
    try (InputStream defaults =
        Objects.requireNonNull(SettingsFile.class.getResourceAsStream("defaults.yaml"))) {
      return YamlFile.read(
          "defaults.yaml", new String(defaults.readAllBytes(), StandardCharsets.UTF_8));
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
