package io.gavel.cli;

import java.io.Console;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.UsageMessageSpec;

/// The terminal that the process was started from, if any.
final class Terminal {
  /// The width of what is no terminal, such as a file.
  static final int DEFAULT_COLUMNS = 120;

  private static final int LEAST_COLUMNS = 60;
  private static final int MOST_COLUMNS = 500;

  private Terminal() {}

  /// Whether a person sits at both ends: neither input nor output is a file or a pipe.
  @SuppressWarnings("SystemConsoleNull") // JDK 25 took the console back that is null off terminals.
  static boolean isInteractive() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /// Asks the person at the terminal, where there is one; everything but yes is no.
  ///
  /// @param question one line, without its end
  @SuppressWarnings("SystemConsoleNull") // As above.
  static boolean confirms(String question) {
    Console console = System.console();
    String answer = console == null ? null : console.readLine("%s [y/N] ", question);
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
  }

  /// How many columns a line has: `COLUMNS` where it is set, else what the terminal says, else
  /// [#DEFAULT_COLUMNS]; 60 to 500.
  ///
  /// @param environment the environment variables
  static int columns(Map<String, String> environment) {
    String columns = environment.getOrDefault("COLUMNS", "");
    int wanted = DEFAULT_COLUMNS;
    if (columns.matches("[1-9][0-9]{0,5}")) {
      wanted = Integer.parseInt(columns);
    } else if (isInteractive()) {
      wanted = new UsageMessageSpec().autoWidth(true).width(); // picocli asks the terminal
    }
    return Math.clamp(wanted, LEAST_COLUMNS, MOST_COLUMNS);
  }
}
