package io.gavel.cli.demo;

import io.gavel.cli.text.TerminalText;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Where the demo prints: a terminal, whose last line is then a live one, or a file or pipe, which
/// gets plain lines without escape sequences. For any thread.
public final class Screen {
  private static final int PLAIN_WIDTH = 120;
  private static final int DEFAULT_WIDTH = 100;
  private static final int LEAST_WIDTH = 60;
  private static final String ERASE_LINE = "\r\u001b[2K";

  private final PrintWriter out;
  private final boolean terminal;
  private final Style style;
  private boolean live;

  /// @param out where it prints
  /// @param terminal whether that is a terminal
  /// @param style how text may be dressed
  public Screen(PrintWriter out, boolean terminal, Style style) {
    this.out = out;
    this.terminal = terminal;
    this.style = style;
  }

  /// The screen of this process, as its console and environment say. `NO_COLOR` set to anything
  /// (no-color.org) and `TERM=dumb` are honoured.
  public static Screen of(PrintWriter out, Map<String, String> environment) {
    boolean terminal =
        Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)
            && !"dumb".equals(environment.get("TERM"));
    boolean colour = terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
    String encoding =
        System.getProperty("stdout.encoding", Charset.defaultCharset().displayName());
    return new Screen(
        out,
        terminal,
        new Style(colour, encoding.equalsIgnoreCase(StandardCharsets.UTF_8.name())));
  }

  /// Whether it is a terminal.
  public boolean terminal() {
    return terminal;
  }

  /// How text may be dressed.
  public Style style() {
    return style;
  }

  /// How many columns a line has, at least 60: those of the terminal now, or 120.
  public int width() {
    return terminal ? Math.max(LEAST_WIDTH, terminalWidth()) : PLAIN_WIDTH;
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

  /// Asks `stty`, because Java cannot tell the size of a terminal.
  private static int terminalWidth() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      if (stty.waitFor(1, TimeUnit.SECONDS) && answer.strip().matches("\\d+ \\d+")) {
        int columns = Integer.parseInt(answer.strip().split(" ", -1)[1]);
        return columns > 0 ? columns : DEFAULT_WIDTH;
      }
    } catch (IOException e) {
      // There is no stty here.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return DEFAULT_WIDTH;
  }
}
