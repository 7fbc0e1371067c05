package io.gavel.upgrade;

import io.gavel.Gavel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A worker of any release, as a process.
final class WorkerProcess implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 120;
  private static final String STARTED = "gavel worker ";

  private final Process process;
  private final Path log;

  private WorkerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /// Starts one, and waits until it says that it runs.
  ///
  /// @param classPath the release
  /// @param id the worker's id
  /// @param roles as `--roles` takes them
  /// @param folder where its settings `gavel.yaml` are and its output goes
  static WorkerProcess start(String classPath, String id, String roles, Path folder)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile(folder, id + "-", ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx320m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dorg.apache.avro.SERIALIZABLE_PACKAGES=io.gavel.schema"));
    command.addAll(List.of("-cp", classPath, Gavel.class.getName(), "run", "--roles", roles));
    command.addAll(List.of("--config", folder.resolve("gavel.yaml").toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("GAVEL_WORKER_ID", id);
    builder.environment().put("GAVEL_ENRICH_STATE_DIR", folder.resolve("state-" + id).toString());
    builder.environment().put("GAVEL_REWARD_STATE_DIR", folder.resolve("state-" + id).toString());
    WorkerProcess worker = new WorkerProcess(builder.start(), log);
    for (int second = 0; second < PATIENCE_SECONDS; second++) {
      if (Files.readString(log).contains(STARTED)) {
        return worker;
      }
      if (worker.process.waitFor(1, TimeUnit.SECONDS)) {
        break;
      }
    }
    worker.close();
    throw new IllegalStateException(id + " did not start:\n" + Files.readString(log));
  }

  /// What it printed.
  String output() throws IOException {
    return Files.readString(log);
  }

  /// Tells it to end, as an orchestrator does, and waits until it has.
  ///
  /// @return its exit code
  int leave() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("a worker that was told to end does not");
    }
    return process.exitValue();
  }

  /// Ends it at once, as a machine that fails does.
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
