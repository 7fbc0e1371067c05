package io.gavel.soak;

import io.gavel.StablePorts;
import io.gavel.config.KafkaConfig;
import io.gavel.config.RegistryConfig;
import io.gavel.config.TopicsConfig;
import io.gavel.local.LocalRegistry;
import io.gavel.topic.ClusterTopics;
import io.gavel.topic.TopicDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything that runs: brokers, registry, judges and, once [#startWorkers] was called, workers.
/// Closing it leaves the logs and nothing else.
final class SoakSystem implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SoakSystem.class);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Thread hook = new Thread(this::closeAll, "soak-close");
  private final Brokers brokers;
  private final ClusterView cluster;
  private final KafkaConfig kafka;
  private final RegistryConfig registry;
  private final Judges judges;
  private final Workers workers;

  /// Starts all but the workers; returns when the topics are there.
  ///
  /// @param logs where all output goes
  /// @param seed decides how the judges answer
  SoakSystem(Path logs, long seed) throws IOException, InterruptedException {
    Path data = Files.createDirectories(logs.resolve("data"));
    Runtime.getRuntime().addShutdownHook(hook);
    open.push(() -> delete(data));
    try {
      // First and alone: it has a limited time to start.
      LocalRegistry server = opened(LocalRegistry.start(Path.of("target", "registry"), logs));
      registry = RegistryConfig.of(server.url());
      StablePorts free = new StablePorts();
      brokers = opened(Brokers.start(logs, data, free));
      kafka = KafkaConfig.of(brokers.bootstrapServers());
      judges = opened(Judges.start(seed, free));
      cluster = opened(new ClusterView(kafka));
      cluster.awaitWhole();
      createTopics();
      cluster.awaitWhole();
      workers =
          opened(
              new Workers(
                  logs,
                  data,
                  new WorkerSettings(
                      kafka.bootstrapServers(), server.url(), judges.endpoints(), judges.model())));
    } catch (RuntimeException | InterruptedException e) {
      close();
      throw e;
    }
  }

  /// Starts the workers that are there unless a fault took them away.
  void startWorkers() {
    for (int worker = 0; worker < SoakShape.WORKERS; worker++) {
      workers.start(worker);
    }
  }

  /// The workers.
  Workers workers() {
    return workers;
  }

  /// What the brokers say.
  ClusterView cluster() {
    return cluster;
  }

  /// How to reach the brokers.
  KafkaConfig kafka() {
    return kafka;
  }

  /// How to reach the registry.
  RegistryConfig registry() {
    return registry;
  }

  /// What faults do to it.
  Disturbances disturbances() {
    return new Disturbances(workers, brokers, cluster, judges);
  }

  @Override
  public void close() {
    closeAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This process is ending, and the hook finds nothing left to do.
    }
  }

  private synchronized void closeAll() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        // What comes after it is closed all the same.
        LOG.warn("not_closed cause={}", e.toString(), e);
      }
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    open.push(part);
    return part;
  }

  private void createTopics() {
    TopicsConfig topics =
        new TopicsConfig(
            WorkerSettings.PREFIX,
            SoakShape.PARTITIONS,
            SoakShape.BROKERS,
            Duration.ofDays(7),
            Duration.ofDays(30));
    try (ClusterTopics apply = ClusterTopics.of(kafka, Duration.ofMinutes(1))) {
      apply.apply(apply.differences(TopicDefinition.all(topics)));
    }
  }

  /// Deletes a folder with all that is in it, where there is one.
  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
