package io.gavel;

import io.gavel.config.AlertmanagerConfig;
import io.gavel.config.DriftConfig;
import io.gavel.config.EngineConfig;
import io.gavel.config.EnrichConfig;
import io.gavel.config.GavelConfig;
import io.gavel.config.JudgeAskingConfig;
import io.gavel.config.JudgeConfig;
import io.gavel.config.JudgePoolConfig;
import io.gavel.config.JudgeProfile;
import io.gavel.config.KafkaConfig;
import io.gavel.config.MonitorConfig;
import io.gavel.config.RegistryConfig;
import io.gavel.config.RewardConfig;
import io.gavel.config.Role;
import io.gavel.config.Secret;
import io.gavel.config.TopicsConfig;
import io.gavel.config.TracingConfig;
import io.gavel.config.WebConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Utils;

/// Settings for tests: all roles, one judge profile, short intervals.
public final class TestConfigs {
  /// Of this process alone: the names of workers and topics are the same in each run, and stores
  /// that another one left or writes now would be taken for this one's.
  private static final String STATE = newFolder().toString();

  private final String workerId;
  private final KafkaConfig kafka;
  private final RegistryConfig registry;
  private final TopicsConfig topics;
  private EngineConfig engine;
  private TracingConfig tracing = TracingConfig.OFF;
  private List<URI> judges = List.of(URI.create("http://127.0.0.1:9/v1"));

  private TestConfigs(
      String workerId, KafkaConfig kafka, RegistryConfig registry, TopicsConfig topics) {
    this.workerId = workerId;
    this.kafka = kafka;
    this.registry = registry;
    this.topics = topics;
    this.engine =
        new EngineConfig(
            "judge-" + topics.prefix(), Duration.ofMillis(50), 128, Duration.ofSeconds(5), 4096);
  }

  /// Starts with what every configuration needs.
  public static TestConfigs of(
      String workerId, KafkaConfig kafka, RegistryConfig registry, TopicsConfig topics) {
    return new TestConfigs(workerId, kafka, registry, topics);
  }

  /// The engine's consumer group and drain.
  public TestConfigs engine(String groupId, Duration drain) {
    engine = new EngineConfig(groupId, Duration.ofMillis(50), 512, drain, 4096);
    return this;
  }

  /// The judges' base URLs.
  public TestConfigs judges(List<URI> endpoints) {
    judges = endpoints;
    return this;
  }

  /// Where traces are told.
  public TestConfigs tracing(TracingConfig told) {
    tracing = told;
    return this;
  }

  /// The settings.
  public GavelConfig build() {
    JudgeProfile profile =
        new JudgeProfile(
            "prometheus",
            judges,
            "prometheus-stand-in",
            "prometheus-2",
            Secret.NONE,
            1.0,
            0.9,
            1.03,
            1024,
            32,
            Duration.ofSeconds(30),
            6,
            Duration.ofMinutes(2),
            Duration.ofMillis(50),
            Duration.ofSeconds(1),
            true,
            new JudgePoolConfig("following", 8, 1, Duration.ZERO, Duration.ofSeconds(10)),
            JudgeAskingConfig.PLAIN);
    return new GavelConfig(
        workerId,
        EnumSet.allOf(Role.class),
        kafka,
        registry,
        topics,
        new EnrichConfig(
            "enrich-" + topics.prefix(),
            Duration.ofSeconds(30),
            1_000,
            Duration.ofSeconds(30),
            1_000,
            28,
            Duration.ofHours(1),
            STATE,
            1),
        engine,
        new JudgeConfig("prometheus", Map.of("prometheus", profile)),
        new RewardConfig(
            "reward-" + topics.prefix(),
            Duration.ofHours(1),
            1_000,
            Duration.ofHours(1),
            1_000,
            STATE,
            1),
        new MonitorConfig(
            "monitor-" + topics.prefix(),
            List.of(Duration.ofMinutes(1), Duration.ofHours(1)),
            Duration.ofHours(1),
            1_500,
            Duration.ofDays(7),
            List.of(),
            1_000,
            Duration.ofSeconds(1),
            STATE,
            1,
            drift(),
            AlertmanagerConfig.OFF),
        WebConfig.at(""),
        tracing);
  }

  private static Path newFolder() {
    try {
      Path folder = Files.createTempDirectory("gavel-test-state-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try {
      Utils.delete(folder.toFile());
    } catch (IOException e) {
      // A worker that is still closing holds it; nothing reads it again.
    }
  }

  /// How drift is looked for without a file, but for the series of judges.
  public static DriftConfig drift() {
    return new DriftConfig(
        true, Duration.ofMinutes(1), 0.01, 1, Duration.ofDays(1), Duration.ofMinutes(10), false);
  }
}
