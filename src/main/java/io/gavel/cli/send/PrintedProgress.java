package io.gavel.cli.send;

import java.io.PrintWriter;
import java.util.function.Consumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Prints bad lines, and on a terminal a progress bar below them.
public final class PrintedProgress implements Progress {
  private static final String CLEAR_LINE = "\r\u001B[K";

  private final String source;
  private final PrintWriter errors;
  private final @Nullable ProgressBar bar;

  private PrintedProgress(String source, PrintWriter errors, @Nullable ProgressBar bar) {
    this.source = source;
    this.errors = errors;
    this.bar = bar;
  }

  /// Prints bad lines only.
  ///
  /// @param source the file's name for messages
  /// @param errors where they go
  public static PrintedProgress withoutBar(String source, PrintWriter errors) {
    return new PrintedProgress(source, errors, null);
  }

  /// Shows a bar, too.
  ///
  /// @param source the file's name for messages
  /// @param errors where the bad lines go
  /// @param bytes the input's length; -1 where it is not known
  public static PrintedProgress withBar(String source, PrintWriter errors, long bytes) {
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName("sending")
            .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
            .setConsumer(new ConsoleProgressBarConsumer(System.err))
            .setUnit(" MiB", 1 << 20)
            .setInitialMax(bytes)
            .setUpdateIntervalMillis(100)
            .clearDisplayOnFinish()
            .build();
    return new PrintedProgress(source, errors, bar);
  }

  @Override
  public void at(long bytes, long lines) {
    onBar(shown -> {
      shown.stepTo(bytes);
      shown.setExtraMessage(" %d lines".formatted(lines));
    });
  }

  @Override
  public void badLine(ParsedLine.Invalid line) {
    errors.println(
        (bar == null ? "" : CLEAR_LINE)
            + "%s: line %d: %s".formatted(source, line.number(), line.message()));
    errors.flush();
  }

  @Override
  public void close() {
    onBar(ProgressBar::close);
  }

  private void onBar(Consumer<ProgressBar> action) {
    if (bar != null) {
      action.accept(bar);
    }
  }
}
