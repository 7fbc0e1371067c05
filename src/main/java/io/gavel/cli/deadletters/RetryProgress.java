package io.gavel.cli.deadletters;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Shows on a terminal how many dead letters were sent again; nothing where there is none.
public final class RetryProgress implements AutoCloseable {
  private final @Nullable ProgressBar bar;

  private RetryProgress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  /// Starts.
  ///
  /// @param all how many there are
  /// @param terminal whether there is one
  public static RetryProgress of(long all, boolean terminal) {
    return new RetryProgress(
        terminal
            ? new ProgressBarBuilder()
                .setTaskName("sending")
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .setInitialMax(all)
                .setUpdateIntervalMillis(100)
                .clearDisplayOnFinish()
                .build()
            : null);
  }

  /// Shows how far it is.
  public void at(long done) {
    if (bar != null) {
      bar.stepTo(done);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
