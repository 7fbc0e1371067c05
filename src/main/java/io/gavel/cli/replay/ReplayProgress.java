package io.gavel.cli.replay;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Shows on a terminal how many generations were published; nothing where there is none.
public final class ReplayProgress implements AutoCloseable {
  private final @Nullable ProgressBar bar;

  /// @param all how many there are
  /// @param terminal whether there is one
  public ReplayProgress(long all, boolean terminal) {
    bar =
        terminal
            ? new ProgressBarBuilder()
                .setTaskName("replaying")
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .setInitialMax(all)
                .setUpdateIntervalMillis(100)
                .clearDisplayOnFinish()
                .build()
            : null;
  }

  void at(long done) {
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
