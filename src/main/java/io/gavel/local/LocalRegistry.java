package io.gavel.local;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real schema registry in a process of its own: Apicurio Registry, in memory, on the loopback
/// interface. It speaks Confluent's REST interface under `/apis/ccompat/v7`.
public final class LocalRegistry implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final Process process;
  private final String url;

  private LocalRegistry(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /// Starts a registry; returns when it answers.
  ///
  /// @param distribution the folder the build unpacked the registry into
  /// @param folder where its log goes, `registry.log`
  /// @throws IllegalStateException when it cannot start
  public static LocalRegistry start(Path distribution, Path folder) throws InterruptedException {
    int port = FreePorts.choose();
    Process process = launch(distribution, folder, port);
    LocalRegistry registry =
        new LocalRegistry(process, "http://127.0.0.1:" + port + "/apis/ccompat/v7");
    try {
      registry.awaitReady(folder.resolve("registry.log"));
      return registry;
    } catch (InterruptedException | RuntimeException e) {
      registry.close();
      throw e;
    }
  }

  /// The base URL, for `registry.url`.
  public String url() {
    return url;
  }

  /// The registry's process, for tests that stop and continue it.
  public ProcessHandle process() {
    return process.toHandle();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static Process launch(Path distribution, Path folder, int port) {
    try {
      Files.createDirectories(folder);
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx256m",
              "-XX:TieredStopAtLevel=1",
              "-jar",
              runner(distribution).toString());
      builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
      builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
      builder.redirectErrorStream(true);
      builder.redirectOutput(folder.resolve("registry.log").toFile());
      return builder.start();
    } catch (IOException e) {
      throw new IllegalStateException("the local registry did not start: " + e.getMessage(), e);
    }
  }

  private static Path runner(Path distribution) throws IOException {
    try (Stream<Path> files = Files.list(distribution)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-runner.jar"))
          .findFirst()
          .orElseThrow(() ->
              new IOException(distribution + " holds no registry; `mvn package` unpacks it there"));
    }
  }

  private void awaitReady(Path log) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < deadlineNanos) {
      if (!process.isAlive()) {
        throw new IllegalStateException(
            "the local registry ended with code " + process.exitValue() + "; its log is " + log);
      }
      if (answers()) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new IllegalStateException(
        "the local registry did not answer within " + START_LIMIT + "; its log is " + log);
  }

  private boolean answers() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(url + "/subjects").toURL().openConnection();
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
