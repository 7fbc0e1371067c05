package io.gavel.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;

/// Runs a command in this process, as a person would, and keeps what it says.
final class TestingCommandLine {
  private TestingCommandLine() {}

  /// What became of a command.
  ///
  /// @param exitCode what the process would have exited with
  /// @param out its standard output
  /// @param err its standard error
  record Result(int exitCode, String out, String err) {}

  static Result run(String... arguments) {
    return run(Map.of(), arguments);
  }

  static Result run(Map<String, String> environment, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        GavelCommand.commandLine(environment)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    int exitCode = line.execute(arguments);
    return new Result(exitCode, out.toString(), err.toString());
  }
}
