package io.gavel.local;

import io.gavel.WatchedWorker;
import io.gavel.config.AlertmanagerConfig;
import io.gavel.config.DriftConfig;
import io.gavel.config.EngineConfig;
import io.gavel.config.EnrichConfig;
import io.gavel.config.GavelConfig;
import io.gavel.config.GetRewardConfig;
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
import io.gavel.config.WebTlsConfig;
import io.gavel.judge.pool.EndpointStatus;
import io.gavel.simulator.SimulatedPool;
import io.gavel.simulator.settings.SimulatorSettings;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The whole of Gavel on one machine: a real broker, a real registry, judges, the topics, and a
/// worker. Its data lies in a temporary folder; closing it, or ending the process with Ctrl-C at
/// whatever moment, leaves no process, port or folder behind.
///
/// For one thread, which starts it; [#close] is for any.
public final class LocalSystem implements AutoCloseable {
  /// Enough for all levels of a scale of five, with the spaces that some of them have before them.
  private static final int TOP_TOKENS = 10;

  private static final int CALLS_PER_JUDGE = 32;
  private static final int PARTITIONS = 4;

  /// Told what has started.
  public interface Listener {
    /// One part is there.
    ///
    /// @param part what it is, one word
    /// @param address where it is, or what it holds
    /// @param took how long it took to start
    void started(String part, String address, Duration took);

    /// The process is being ended, with Ctrl-C for example; told on another thread.
    default void stopping() {}
  }

  private final LocalParts parts;
  private final Listener listener;
  private final GavelConfig config;
  private @Nullable WatchedWorker worker;
  private final @Nullable URI judgesControl;

  private LocalSystem(
      LocalParts parts, Listener listener, GavelConfig config, @Nullable URI judgesControl) {
    this.parts = parts;
    this.listener = listener;
    this.config = config;
    this.judgesControl = judgesControl;
  }

  /// Starts everything but the worker.
  ///
  /// @param registry the folder the build unpacked the registry into
  /// @param choice who judges
  /// @param listener told of every part, in this order: broker, registry, judges, topics
  /// @throws LocalSystemException names the part that did not start and why; everything that had
  ///   started is closed again
  /// @throws InterruptedException when the process is being ended meanwhile
  public static LocalSystem start(Path registry, JudgeChoice choice, Listener listener)
      throws InterruptedException {
    LocalParts parts = new LocalParts(listener::stopping);
    try {
      if (choice instanceof JudgeChoice.Real real) {
        RealJudgeCheck.check(real);
      }
      Path folder = parts.start("folder", LocalFolder::create).path();
      Clock clock = new Clock();
      LocalBroker broker =
          parts.startWhole("broker", () -> LocalBroker.start(folder.resolve("broker"), Map.of()));
      listener.started("broker", broker.bootstrapServers(), clock.lap());
      LocalRegistry schemas =
          parts.start("registry", () -> LocalRegistry.start(registry, folder.resolve("registry")));
      listener.started("registry", schemas.url(), clock.lap());
      Judges judges = judges(parts, choice);
      JudgeProfile judge = judges.profile();
      String addresses =
          judge.endpoints().stream().map(URI::toString).collect(Collectors.joining(", "));
      listener.started("judges", addresses, clock.lap());
      GavelConfig config = config(folder, broker.bootstrapServers(), schemas.url(), judge);
      LocalSystem system = new LocalSystem(parts, listener, config, judges.control());
      listener.started("topics", LocalTopics.create(config), clock.lap());
      return system;
    } catch (InterruptedException | RuntimeException | Error e) {
      parts.close();
      throw e;
    }
  }

  /// How to reach it, and how its worker is set.
  public GavelConfig config() {
    return config;
  }

  /// Where its stand-in judges are stopped and started over HTTP; empty where a real one judges.
  public Optional<URI> judgesControl() {
    return Optional.ofNullable(judgesControl);
  }

  /// Whether it is being closed, or is: then whatever fails fails for that reason.
  public boolean stopping() {
    return parts.stopping();
  }

  /// Starts a worker with all roles; it is closed with the system.
  ///
  /// @throws LocalSystemException when it does not start
  /// @throws InterruptedException when the process is being ended meanwhile
  public void startWorker(PrometheusMeterRegistry meters) throws InterruptedException {
    Clock clock = new Clock();
    worker = parts.start("worker", () -> WatchedWorker.start(config, meters));
    listener.started("worker", "enrich, judge, reward, monitor", clock.lap());
  }

  /// Why the worker stopped by itself; empty while it runs.
  public Optional<Throwable> workerFailure() {
    return worker == null ? Optional.empty() : worker.failure();
  }

  /// How the worker's judges are doing now, in their order; empty while there is no worker.
  public List<EndpointStatus> judgeEndpoints() {
    return worker == null ? List.of() : worker.judgeEndpoints();
  }

  /// Where the worker shows its meters and its health; empty while there is no worker.
  public Optional<URI> workerAddress() {
    return worker == null ? Optional.empty() : worker.address();
  }

  @Override
  public void close() {
    parts.close();
  }

  /// Who judges.
  ///
  /// @param profile how they are asked
  /// @param control where they are controlled; null where they run elsewhere
  private record Judges(JudgeProfile profile, @Nullable URI control) {}

  private static Judges judges(LocalParts parts, JudgeChoice choice) throws InterruptedException {
    return switch (choice) {
      case JudgeChoice.Real(URI endpoint, String model, Secret key) ->
          new Judges(profile(List.of(endpoint), model, key, false), null);
      case JudgeChoice.StandIns(int servers, long seed) -> {
        SimulatorSettings settings =
            SimulatorSettings.of(
                Map.of(
                    "replicas",
                    Integer.toString(servers),
                    "seed",
                    Long.toString(seed),
                    "serving.slots",
                    Integer.toString(CALLS_PER_JUDGE),
                    "timing",
                    "latency",
                    "latency.median",
                    "400ms",
                    "latency.cap",
                    "4s"));
        SimulatedPool pool = parts.start("judges", () -> SimulatedPool.start(settings));
        yield new Judges(
            profile(pool.endpoints(), settings.model(), Secret.NONE, true), pool.controlUrl());
      }
    };
  }

  private static JudgeProfile profile(
      List<URI> endpoints, String model, Secret key, boolean standIn) {
    return new JudgeProfile(
        "prometheus",
        endpoints,
        model,
        "prometheus-2",
        key,
        1.0,
        0.9,
        1.03,
        1024,
        CALLS_PER_JUDGE,
        Duration.ofSeconds(120),
        6,
        Duration.ofMinutes(10),
        Duration.ofMillis(500),
        Duration.ofSeconds(10),
        standIn,
        new JudgePoolConfig("following", 8, 1, Duration.ofSeconds(1), Duration.ofSeconds(10)),
        // Not every real server gives log-probabilities, or takes being asked for them.
        standIn
            ? new JudgeAskingConfig(TOP_TOKENS, "none", "nothing", Map.of())
            : JudgeAskingConfig.PLAIN);
  }

  private static GavelConfig config(
      Path folder, String bootstrapServers, String registryUrl, JudgeProfile judge) {
    return new GavelConfig(
        "demo",
        EnumSet.allOf(Role.class),
        KafkaConfig.of(bootstrapServers),
        RegistryConfig.of(registryUrl),
        new TopicsConfig("gavel.", PARTITIONS, 1, Duration.ofDays(7), Duration.ofDays(30)),
        new EnrichConfig(
            "gavel-enrich",
            Duration.ofMinutes(1),
            10_000,
            // Groups say how many they are: only one that lacks a member waits so long.
            Duration.ofSeconds(30),
            10_000,
            28,
            Duration.ofHours(1),
            folder.resolve("streams").toString(),
            2),
        new EngineConfig(
            "gavel-judge",
            Duration.ofMillis(100),
            2 * CALLS_PER_JUDGE * judge.endpoints().size(),
            Duration.ofSeconds(2),
            4096),
        new JudgeConfig("prometheus", Map.of("prometheus", judge)),
        new RewardConfig(
            "gavel-reward",
            Duration.ofHours(1),
            10_000,
            Duration.ofHours(1),
            10_000,
            folder.resolve("reward").toString(),
            1),
        new MonitorConfig(
            "gavel-monitor",
            List.of(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofHours(1)),
            Duration.ofHours(1),
            1_000,
            Duration.ofDays(1),
            List.of(),
            1_000,
            Duration.ofSeconds(1),
            folder.resolve("monitor").toString(),
            1,
            new DriftConfig(
                true,
                Duration.ofSeconds(30),
                0.01,
                1,
                Duration.ofMinutes(25),
                Duration.ofMinutes(1),
                // A stand-in's words are as long as what it is asked makes them: when the model
                // gets worse that it judges, it would seem to have changed as well.
                false),
            AlertmanagerConfig.OFF),
        new WebConfig(
            "127.0.0.1:0",
            "",
            List.of(),
            Secret.NONE,
            WebTlsConfig.OFF,
            WebConfig.REQUESTS_PER_SECOND,
            new GetRewardConfig(
                "rlhf",
                "policy",
                Duration.ofSeconds(150),
                Duration.ofSeconds(10),
                10_000,
                Duration.ofMinutes(30),
                false,
                List.of("<|im_end|>", "<|endoftext|>", "</s>"))),
        TracingConfig.OFF);
  }

  /// Measures one part after the other.
  private static final class Clock {
    private long sinceNanos = System.nanoTime();

    Duration lap() {
      long now = System.nanoTime();
      Duration lap = Duration.ofNanos(now - sinceNanos);
      sinceNanos = now;
      return lap;
    }
  }
}
