package io.gavel.bench.broker;

import io.gavel.config.KafkaConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real broker in a process of its own, so that its heap and its collector are apart from the
/// contestants'. Its data are in a temporary folder that is removed with it.
public final class BrokerProcess implements AutoCloseable {
  static final String READY = "ready ";

  private static final Duration STOP = Duration.ofSeconds(30);

  private final Process process;
  private final Path folder;
  private final String bootstrapServers;

  private BrokerProcess(Process process, Path folder, String bootstrapServers) {
    this.process = process;
    this.folder = folder;
    this.bootstrapServers = bootstrapServers;
  }

  /// Starts one; returns when it takes requests.
  public static BrokerProcess start() throws IOException {
    Path folder = Files.createTempDirectory("gavel-bench-");
    Process process = Jvm.start("1g", BrokerMain.class, folder.resolve("broker").toString());
    BufferedReader output = process.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(READY)) {
        return new BrokerProcess(process, folder, line.substring(READY.length()));
      }
    }
    throw new IOException("the broker's process ended before it was ready");
  }

  /// How its clients reach it, with Gavel's own defaults (producers compress with zstd).
  public KafkaConfig kafka() {
    return KafkaConfig.of(bootstrapServers);
  }

  @Override
  public void close() throws IOException {
    process.outputWriter().close();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    }
  }
}
