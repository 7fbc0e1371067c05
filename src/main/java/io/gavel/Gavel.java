package io.gavel;

import io.gavel.cli.GavelCommand;
import picocli.CommandLine;

/// The entry point.
public final class Gavel {
  private Gavel() {}

  /// Runs one command and exits with its code.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new GavelCommand()).execute(arguments));
  }
}
