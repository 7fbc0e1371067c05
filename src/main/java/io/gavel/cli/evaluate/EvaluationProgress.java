package io.gavel.cli.evaluate;

import io.gavel.evaluate.Evaluation;
import io.gavel.evaluate.Outcome;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Counts what an evaluation has asked, and shows it on a terminal. Any thread.
final class EvaluationProgress implements Evaluation.Listener, AutoCloseable {
  private final AtomicLong known = new AtomicLong();
  private final AtomicLong judged = new AtomicLong();
  private final AtomicLong unjudged = new AtomicLong();
  private final @Nullable ProgressBar bar;

  /// @param asks how many there will be
  /// @param shown whether there is a terminal for a bar
  EvaluationProgress(long asks, boolean shown) {
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
    if (bar != null) {
      bar.step();
      if (unjudged.get() > 0) {
        bar.setExtraMessage(" %d without a verdict".formatted(unjudged.get()));
      }
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
