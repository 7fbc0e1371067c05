package io.gavel.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.config.source.SettingsTree;
import io.gavel.config.source.YamlFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Loads the settings: `defaults.yaml` beside this class, over it the file, over it the
/// environment.
///
/// Every key can be set by a variable: `kafka.bootstrap_servers` by
/// `GAVEL_KAFKA_BOOTSTRAP_SERVERS`, a property that is passed through such as `security.protocol`
/// by `GAVEL_KAFKA_PROPERTIES_SECURITY_PROTOCOL`, a list with commas. Keys and `GAVEL_` variables
/// that are not known stop the start, by name. A key without a value keeps its default.
public final class ConfigLoader {
  /// Keys that once were, with what to use instead: a start with one of them stops and says so.
  private static final Map<String, String> REMOVED_KEYS = Map.of();

  private ConfigLoader() {}

  /// The settings of this process.
  ///
  /// @param file the settings file; null: `gavel.yaml` in the working directory, where there is one
  /// @param environment the environment variables
  /// @throws InvalidConfigException names the key and what to do; one line for each problem, and no
  ///   secret
  public static GavelConfig load(@Nullable Path file, Map<String, String> environment) {
    return load(file, Path.of(""), environment, REMOVED_KEYS);
  }

  static GavelConfig load(
      @Nullable Path file,
      Path workingDirectory,
      Map<String, String> environment,
      Map<String, String> removedKeys) {
    SettingsTree settings = new SettingsTree(defaults(), removedKeys);
    Path found = file == null ? workingDirectory.resolve("gavel.yaml") : file;
    if (file != null || Files.exists(found)) {
      settings.addFile(found.toString(), read(found));
    }
    settings.addEnvironment(environment);
    settings.complete(environment);
    stopAt(settings.problems());
    GroupNames.fillIn(settings.tree());

    GavelConfig config = bind(settings, environment);
    stopAt(settings.problems());
    return Objects.requireNonNull(config);
  }

  private static @Nullable GavelConfig bind(
      SettingsTree settings, Map<String, String> environment) {
    ObjectNode tree = settings.tree();
    List<String> problems = settings.problems();
    SettingsBinder binder = new SettingsBinder(problems);
    List<Role> roles = binder.roles(tree.path("roles"));
    KafkaConfig kafka = binder.bind("kafka", tree.path("kafka"), KafkaConfig.class);
    RegistryConfig registry = binder.bind("registry", tree.path("registry"), RegistryConfig.class);
    TopicsConfig topics = binder.bind("topics", tree.path("topics"), TopicsConfig.class);
    EnrichConfig enrich = binder.bind("enrich", tree.path("enrich"), EnrichConfig.class);
    EngineConfig engine = binder.bind("engine", tree.path("engine"), EngineConfig.class);
    JudgeConfig judge = binder.judge(tree.path("judge"));
    RewardConfig reward = binder.bind("reward", tree.path("reward"), RewardConfig.class);
    MonitorConfig monitor = binder.bind("monitor", tree.path("monitor"), MonitorConfig.class);
    WebConfig web = binder.bind("web", tree.path("web"), WebConfig.class);
    TracingConfig tracing = binder.bind("tracing", tree.path("tracing"), TracingConfig.class);
    if (roles == null
        || kafka == null
        || registry == null
        || topics == null
        || enrich == null
        || engine == null
        || judge == null
        || reward == null
        || monitor == null
        || web == null
        || tracing == null) {
      return null;
    }
    EnumSet<Role> distinct = EnumSet.noneOf(Role.class);
    distinct.addAll(roles);
    try {
      return new GavelConfig(
          workerId(tree.path("worker_id"), environment),
          distinct,
          kafka,
          registry,
          topics,
          enrich,
          engine,
          judge,
          reward,
          monitor,
          web,
          tracing);
    } catch (InvalidConfigException e) {
      problems.add(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static String workerId(JsonNode written, Map<String, String> environment) {
    if (!written.asText().isBlank()) {
      return written.asText();
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return environment.getOrDefault("HOSTNAME", "");
    }
  }

  private static void stopAt(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(String.join("\n", problems));
    }
  }

  private static ObjectNode defaults() {
    try (InputStream defaults =
        Objects.requireNonNull(ConfigLoader.class.getResourceAsStream("defaults.yaml"))) {
      return YamlFile.read(
          "defaults.yaml", new String(defaults.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new InvalidConfigException("there is no settings file " + file, e);
    } catch (CharacterCodingException e) {
      throw new InvalidConfigException(file + ": it is not UTF-8 text", e);
    } catch (IOException e) {
      throw new InvalidConfigException(file + ": it cannot be read: " + e.getMessage(), e);
    }
    try {
      return YamlFile.read(file.toString(), text);
    } catch (IOException e) {
      throw new InvalidConfigException(String.valueOf(e.getMessage()), e);
    }
  }
}
