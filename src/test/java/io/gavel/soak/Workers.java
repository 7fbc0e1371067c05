package io.gavel.soak;

import io.gavel.Gavel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The workers, each a process of its own as a user starts it. One that ends by itself is started
/// again by [#revive], as any operator's supervisor does. For any thread.
final class Workers implements AutoCloseable {
  /// The drain, and what a worker may need beyond it while brokers are away.
  private static final Duration CLEAN_END = Duration.ofSeconds(40);

  private static final List<String> OPTIONS =
      List.of("-Xmx192m", "-Dlogback.configurationFile=logback.xml");

  /// What `gavel run` says when it runs; it comes early in its log.
  private static final String STARTED = "gavel worker ";

  /// 128 and SIGTERM's number: it came before the worker could listen to it.
  private static final int TOLD_WHILE_STARTING = 143;

  private static final int LOG_READ = 16 * 1024;

  private final Path logs;
  private final List<Slot> slots;
  private final List<String> surprises = new ArrayList<>();

  /// @param logs where their output goes
  /// @param data a folder for their configuration
  /// @param settings what they are told
  Workers(Path logs, Path data, WorkerSettings settings) {
    this.logs = logs;
    slots =
        IntStream.rangeClosed(0, SoakShape.GUEST)
            .mapToObj(worker -> new Slot(worker, configuration(data, worker, settings)))
            .toList();
  }

  /// Starts one that does not run; returns at once.
  void start(int worker) {
    slots.get(worker).start();
  }

  /// Whether one runs and has said that it does.
  boolean isUp(int worker) {
    return slots.get(worker).isUp();
  }

  /// Ends one at once, whatever it does; nothing where it does not run.
  void kill(int worker) {
    slots.get(worker).kill();
  }

  /// Stops one where it is.
  void stop(int worker) {
    slots.get(worker).stop();
  }

  /// Lets one that was stopped go on.
  void goOn(int worker) {
    slots.get(worker).goOn();
  }

  /// Tells one to end, and waits until it has.
  void leave(int worker) {
    slots.get(worker).leave();
  }

  /// Starts those again that ended by themselves.
  void revive() {
    slots.forEach(Slot::revive);
  }

  /// What workers did that nobody asked for: ended by themselves, or did not end when told to. One
  /// line each.
  List<String> surprises() {
    synchronized (surprises) {
      return List.copyOf(surprises);
    }
  }

  /// The files with their output.
  List<Path> logFiles() {
    return slots.stream().map(slot -> slot.log).toList();
  }

  @Override
  public void close() {
    slots.forEach(Slot::kill);
  }

  private void surprise(String line) {
    synchronized (surprises) {
      surprises.add(Instant.now() + " " + line);
    }
  }

  private static Path configuration(Path data, int worker, WorkerSettings settings) {
    try {
      return Files.writeString(data.resolve("worker-" + worker + ".yaml"), settings.yaml(worker));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One worker's place: at most one process.
  private final class Slot {
    private final int worker;
    private final Path configuration;
    private final Path log;
    private final AtomicBoolean leaving = new AtomicBoolean();
    private volatile @Nullable JavaProcess process;
    private volatile long logBefore;

    Slot(int worker, Path configuration) {
      this.worker = worker;
      this.configuration = configuration;
      this.log = logs.resolve("worker-" + worker + ".log");
    }

    synchronized void start() {
      if (process == null) {
        logBefore = Files.exists(log) ? log.toFile().length() : 0;
        process =
            JavaProcess.start(
                log,
                OPTIONS,
                Gavel.class.getName(),
                List.of("run", "--roles", "judge", "--config", configuration.toString()));
      }
    }

    synchronized boolean isUp() {
      try (FileChannel read = FileChannel.open(log)) {
        ByteBuffer since = ByteBuffer.allocate(LOG_READ);
        while (since.hasRemaining() && read.read(since, logBefore + since.position()) > 0) {
          // Until there is no more.
        }
        return process != null
            && process.isAlive()
            && new String(since.array(), StandardCharsets.UTF_8).contains(STARTED);
      } catch (IOException e) {
        return false;
      }
    }

    synchronized void kill() {
      if (process != null) {
        process.kill();
        process = null;
      }
    }

    synchronized void stop() {
      if (process != null) {
        process.stop();
      }
    }

    synchronized void goOn() {
      if (process != null) {
        process.goOn();
      }
    }

    /// Waits without the lock, so that nobody else waits with it.
    void leave() {
      JavaProcess told = process;
      if (told == null) {
        return;
      }
      leaving.set(true);
      told.terminate();
      if (!told.awaitEnd(CLEAN_END)) {
        surprise("worker %d did not end within %s".formatted(worker, CLEAN_END));
      } else if (told.exitCode() != 0 && told.exitCode() != TOLD_WHILE_STARTING) {
        surprise("worker %d was told to end and exited with %d".formatted(worker, told.exitCode()));
      }
      kill();
      leaving.set(false);
    }

    synchronized void revive() {
      if (process != null && !process.isAlive() && !leaving.get()) {
        surprise("worker %d ended by itself with %d".formatted(worker, process.exitCode()));
        process = null;
        start();
      }
    }
  }
}
