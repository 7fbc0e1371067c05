package io.gavel.cli.evaluate;

import io.gavel.evaluate.Evaluation;
import io.gavel.evaluate.Outcome;
import io.gavel.judge.model.MonotonicClock;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Counts what an evaluation has asked, and shows it: on a terminal as a bar, elsewhere as a line
/// every half minute. Any thread.
final class EvaluationProgress implements Evaluation.Listener, AutoCloseable {
  private static final Duration LINE_INTERVAL = Duration.ofSeconds(30);

  private final AtomicLong known = new AtomicLong();
  private final AtomicLong judged = new AtomicLong();
  private final AtomicLong unjudged = new AtomicLong();
  private final MonotonicClock clock = MonotonicClock.system();
  private final AtomicReference<Duration> nextLine = new AtomicReference<>(LINE_INTERVAL);
  private final long asks;
  private final PrintWriter errors;
  private final @Nullable ProgressBar bar;

  /// @param asks how many there will be
  /// @param errors where lines go
  /// @param shown whether there is a terminal for a bar
  EvaluationProgress(long asks, PrintWriter errors, boolean shown) {
    this.asks = asks;
    this.errors = errors;
    bar =
        shown
            ? new ProgressBarBuilder()
                .setTaskName("judging")
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .setInitialMax(asks)
                .setUpdateIntervalMillis(100)
                .clearDisplayOnFinish()
                .build()
            : null;
  }

  @Override
  public void done(Outcome outcome, boolean isKnown) {
    (isKnown ? known : judged).incrementAndGet();
    if (outcome instanceof Outcome.Unjudged) {
      unjudged.incrementAndGet();
    }
    if (bar == null) {
      line();
    } else {
      bar.step();
      if (unjudged.get() > 0) {
        bar.setExtraMessage(" %d without a verdict".formatted(unjudged.get()));
      }
    }
  }

  private void line() {
    Duration now = clock.elapsed();
    Duration due = nextLine.get();
    if (now.compareTo(due) >= 0 && nextLine.compareAndSet(due, now.plus(LINE_INTERVAL))) {
      errors.printf(
          "%d of %d answers are there, %d without a verdict%n",
          known.get() + judged.get(), asks, unjudged.get());
      errors.flush();
    }
  }

  /// How many an earlier run had asked.
  long known() {
    return known.get();
  }

  /// How many were asked now and have their outcome.
  long judged() {
    return judged.get();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
