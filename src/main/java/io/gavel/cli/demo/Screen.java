package io.gavel.cli.demo;

import io.gavel.cli.text.TerminalText;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;

/// Where the demo prints: a terminal, whose last line is then a live one, or a file or pipe, which
/// gets plain lines without escape sequences. For any thread.
public final class Screen {
  private static final Duration ASK_AGAIN = Duration.ofSeconds(5);
  private static final String ERASE_LINE = "\r\u001b[2K";

  private final PrintWriter out;
  private final boolean terminal;
  private final Style style;
  private final IntSupplier columns;
  private boolean live;
  private int width;
  private long widthAskedNanos;

  /// @param out where it prints
  /// @param terminal whether that is a terminal
  /// @param style how text may be dressed
  /// @param columns how many columns a line has now
  public Screen(PrintWriter out, boolean terminal, Style style, IntSupplier columns) {
    this.out = out;
    this.terminal = terminal;
    this.style = style;
    this.columns = columns;
  }

  /// Whether it is a terminal.
  public boolean terminal() {
    return terminal;
  }

  /// How text may be dressed.
  public Style style() {
    return style;
  }

  /// How many columns a line has. A terminal is asked again every few seconds, because it can be
  /// resized and asking takes a process.
  public synchronized int width() {
    long now = System.nanoTime();
    if (width == 0 || now - widthAskedNanos > ASK_AGAIN.toNanos()) {
      width = columns.getAsInt();
      widthAskedNanos = now;
    }
    return width;
  }

  /// Prints lines that stay.
  public synchronized void print(List<String> lines) {
    clear();
    lines.forEach(line -> out.println(line.stripTrailing()));
    out.flush();
  }

  /// Prints one line that stays.
  public void print(String line) {
    print(List.of(line));
  }

  /// Replaces the live line of a terminal; prints nothing elsewhere.
  ///
  /// @param line without line breaks, not wider than the terminal
  public synchronized void live(String line) {
    if (terminal) {
      out.print(ERASE_LINE + line);
      out.flush();
      live = true;
    }
  }

  /// Removes the live line.
  public synchronized void clear() {
    if (live) {
      out.print(ERASE_LINE);
      out.flush();
      live = false;
    }
  }

  /// A text as cells of a table take it: one line, nothing in it that steers the terminal.
  static String safe(String text) {
    return TerminalText.line(text);
  }
}
