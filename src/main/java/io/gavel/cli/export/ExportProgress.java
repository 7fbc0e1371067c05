package io.gavel.cli.export;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// How far an export is: a bar on a terminal, nothing elsewhere.
public final class ExportProgress implements AutoCloseable {
  private final @Nullable ProgressBar bar;

  /// @param interactive whether there is a terminal
  public ExportProgress(boolean interactive) {
    bar =
        interactive
            ? new ProgressBarBuilder()
                .setTaskName("exporting")
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .setUpdateIntervalMillis(100)
                .clearDisplayOnFinish()
                .build()
            : null;
  }

  /// Says how many records there are to read, about: transactions leave marks among them.
  void of(long records) {
    if (bar != null) {
      bar.maxHint(records);
    }
  }

  /// Says how many were read.
  void at(long records) {
    if (bar != null) {
      bar.stepTo(records);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
