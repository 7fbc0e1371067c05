package io.gavel.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A Java process of this run, with this run's class path, that can be signalled. Its output is
/// appended to a file. A few processes run beside each other on few cores for minutes at most, so
/// they start fast and stay small: one compiler, one collector thread.
final class JavaProcess {
  private static final Duration DEATH = Duration.ofMinutes(1);

  private final Process process;

  private JavaProcess(Process process) {
    this.process = process;
  }

  /// Starts one; returns at once.
  ///
  /// @param log where its output goes
  /// @param options of the JVM
  /// @param main the class whose `main` is run
  /// @param arguments its arguments
  static JavaProcess start(Path log, List<String> options, String main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Attached.class.getName(), main));
    command.addAll(arguments);
    try {
      return new JavaProcess(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(main + " did not start", e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// The code it ended with; only when it is not alive.
  int exitCode() {
    return process.exitValue();
  }

  /// Ends it at once (SIGKILL), also where it is stopped; returns when it is gone.
  void kill() {
    process.destroyForcibly();
    // Also on a thread that is interrupted: whoever cleans up must know that it is gone.
    process.onExit().completeOnTimeout(process, DEATH.toMillis(), TimeUnit.MILLISECONDS).join();
    if (process.isAlive()) {
      throw new IllegalStateException("process " + process.pid() + " does not die");
    }
  }

  /// Asks it to end (SIGTERM); returns at once.
  void terminate() {
    // Process.destroy would close its standard input as well, which ends it at once.
    process.toHandle().destroy();
  }

  /// Stops it where it is (SIGSTOP).
  void stop() {
    signal("STOP");
  }

  /// Lets it go on (SIGCONT).
  void goOn() {
    signal("CONT");
  }

  /// Waits until it has ended.
  ///
  /// @return whether it has
  boolean awaitEnd(Duration patience) {
    try {
      return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }

  private void signal(String name) {
    try {
      // The shell's own kill is there where no program of that name is.
      new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("no signal can be sent", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
