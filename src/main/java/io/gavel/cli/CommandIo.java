package io.gavel.cli;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// Where a command prints; a test that runs a command in its own process gives it other writers.
///
/// @param out results
/// @param err everything else
record CommandIo(PrintWriter out, PrintWriter err) {
  /// @param spec as picocli injects it; never null once a command runs
  static CommandIo of(@Nullable CommandSpec spec) {
    CommandLine command = injected(spec);
    return new CommandIo(command.getOut(), command.getErr());
  }

  /// A wrong use of the command, which picocli reports with the usage.
  ///
  /// @param spec as picocli injects it; never null once a command runs
  /// @param message one line
  static ParameterException usage(@Nullable CommandSpec spec, String message) {
    return new ParameterException(injected(spec), message);
  }

  private static CommandLine injected(@Nullable CommandSpec spec) {
    return Objects.requireNonNull(spec, "picocli injects the spec").commandLine();
  }
}
