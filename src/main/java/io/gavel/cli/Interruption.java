package io.gavel.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets Ctrl-C end a command as if it had ended by itself: what it does is stopped and closed, and
/// the exit code is the command's and not the signal's.
final class Interruption implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final CountDownLatch closed = new CountDownLatch(1);
  private Runnable stop = () -> {};
  private boolean isEnding;
  private final Thread hook = new Thread(this::end, "stop-on-interruption");

  private final ExitCode exitCode;

  private Interruption(ExitCode exitCode) {
    this.exitCode = exitCode;
  }

  /// From now until it is closed, the end of the process waits for the closing, at most 5 seconds.
  /// The exit code is then 0, as that of a command that would otherwise run for ever.
  static Interruption awaited() {
    return awaited(ExitCode.DONE);
  }

  /// As [#awaited()], for a command that has not done its work when it is stopped.
  ///
  /// @param exitCode what the process then exits with
  static Interruption awaited(ExitCode exitCode) {
    Interruption interruption = new Interruption(exitCode);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /// Says what stops the command; where the end came before, that is now.
  ///
  /// @param action called on this or on another thread
  synchronized void stopBy(Runnable action) {
    stop = action;
    if (isEnding) {
      action.run();
    }
  }

  private synchronized void stop() {
    isEnding = true;
    stop.run();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already: the hook runs.
    }
  }

  private void end() {
    stop();
    try {
      if (!closed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return; // then with the signal's code
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // The process is already ending with the signal's code; only this replaces it.
    Runtime.getRuntime().halt(exitCode.code());
  }
}
