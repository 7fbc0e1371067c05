package io.gavel.cli;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// Where a command prints; a test that runs a command in its own process gives it other writers.
///
/// @param out results
/// @param err everything else
record CommandIo(PrintWriter out, PrintWriter err) {
  /// @param spec as picocli injects it; never null once a command runs
  static CommandIo of(@Nullable CommandSpec spec) {
    CommandSpec injected = Objects.requireNonNull(spec, "picocli injects the spec");
    return new CommandIo(injected.commandLine().getOut(), injected.commandLine().getErr());
  }
}
