package io.gavel.local;

import io.gavel.config.KafkaConfig;
import io.gavel.config.TopicsConfig;
import io.gavel.simulator.SimulatedPool;
import io.gavel.simulator.settings.SimulatorSettings;
import io.gavel.topic.ClusterTopics;
import io.gavel.topic.TopicDefinition;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Starts a worker once, against a real broker, until it is ready, and stops it again. The image's
/// build does so with the JVM's own recording on: what a start loads and links is then in the
/// image's AOT cache.
///
/// A program of its own, since the worker must be a process of its own: `StartRehearsal FOLDER
/// COMMAND...`, where FOLDER is empty and COMMAND is what starts `gavel run`. Ends with 0 when the
/// worker became ready and stopped as it should.
public final class StartRehearsal {
  private static final Duration READY_LIMIT = Duration.ofMinutes(5);
  private static final Duration STOP_LIMIT = Duration.ofMinutes(5);
  private static final TopicsConfig TOPICS =
      new TopicsConfig("gavel.", 1, 1, Duration.ofDays(7), Duration.ofDays(30));

  private StartRehearsal() {}

  /// Rehearses.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Path.of(arguments[0]);
    LocalBroker broker = LocalBroker.start(folder.resolve("broker"), Map.of());
    int code;
    try (SimulatedPool judges =
        SimulatedPool.start(SimulatorSettings.of(Map.of("replicas", "1")))) {
      createTopics(KafkaConfig.of(broker.bootstrapServers()));
      code = rehearse(folder, arguments, broker, judges);
    } finally {
      broker.close();
    }
    System.exit(code);
  }

  private static void createTopics(KafkaConfig kafka) {
    try (ClusterTopics cluster = ClusterTopics.of(kafka)) {
      cluster.apply(cluster.differences(TopicDefinition.all(TOPICS)));
    }
  }

  private static int rehearse(
      Path folder, String[] arguments, LocalBroker broker, SimulatedPool judges)
      throws IOException, InterruptedException {
    int port = FreePorts.choose();
    ProcessBuilder builder = new ProcessBuilder(arguments).inheritIO();
    builder.command().removeFirst();
    builder
        .environment()
        .putAll(
            Map.of(
                "GAVEL_WORKER_ID",
                "rehearsal",
                "GAVEL_KAFKA_BOOTSTRAP_SERVERS",
                broker.bootstrapServers(),
                "GAVEL_ENRICH_STATE_DIR",
                folder.resolve("enrich").toString(),
                "GAVEL_REWARD_STATE_DIR",
                folder.resolve("reward").toString(),
                "GAVEL_MONITOR_STATE_DIR",
                folder.resolve("monitor").toString(),
                "GAVEL_JUDGE_PROFILES_PROMETHEUS_ENDPOINTS",
                judges.endpoints().getFirst().toString(),
                "GAVEL_WEB_LISTEN",
                "127.0.0.1:" + port));
    Process worker = builder.start();
    try {
      awaitReady(worker, port);
      answers(port, "/metrics");
      worker.destroy();
      if (!worker.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("the worker did not stop within " + STOP_LIMIT);
      }
      return worker.exitValue();
    } finally {
      worker.destroyForcibly();
    }
  }

  private static void awaitReady(Process worker, int port) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + READY_LIMIT.toNanos();
    while (!answers(port, "/health/ready")) {
      if (!worker.isAlive()) {
        throw new IllegalStateException("the worker ended with code " + worker.exitValue());
      }
      if (System.nanoTime() > deadlineNanos) {
        throw new IllegalStateException("the worker was not ready within " + READY_LIMIT);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static boolean answers(int port, String path) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
      connection.setConnectTimeout(1000);
      connection.setReadTimeout(5000);
      try {
        return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return false;
    }
  }
}
