package io.gavel.bench.part;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;

/// Tells how far the benchmark is: one line when a step begins, one when it ends, with the time
/// that is left by experience so far.
public final class Progress {
  private final PrintStream out;
  private final Duration expected;
  private final long startNanos = System.nanoTime();
  private double doneSeconds;

  /// @param out where the lines go
  /// @param expected how long all steps take by the plan
  public Progress(PrintStream out, Duration expected) {
    this.out = out;
    this.expected = expected;
  }

  /// Runs one step.
  ///
  /// @param what it is, with its round
  /// @param planned how long it takes by the plan
  /// @param step does it
  public <T> T step(String what, Duration planned, Callable<T> step) throws Exception {
    out.printf("%s  %s%n", clock(elapsedSeconds()), what);
    T result = step.call();
    doneSeconds += planned.toMillis() / 1e3;
    double left = (expected.toMillis() / 1e3 - doneSeconds) * elapsedSeconds() / doneSeconds;
    out.printf(
        "%s    -> %s; %.0f %% done, about %s left%n",
        clock(elapsedSeconds()),
        result,
        Math.min(100, 1e5 * doneSeconds / Math.max(1, expected.toMillis())),
        clock(Math.max(0, left)));
    out.flush();
    return result;
  }

  /// Prints a line.
  public void say(String line) {
    out.printf("%s  %s%n", clock(elapsedSeconds()), line);
  }

  private double elapsedSeconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  private static String clock(double seconds) {
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%02d:%02d", whole / 60, whole % 60);
  }
}
