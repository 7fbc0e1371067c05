package io.gavel;

import io.gavel.cli.GavelCommand;
import picocli.CommandLine;

/// The entry point.
public final class Gavel {
  private Gavel() {}

  /// Runs one command and exits with its code.
  public static void main(String[] arguments) {
    // Avro makes instances of trusted classes alone, and reads this when it is first used.
    System.setProperty("org.apache.avro.SERIALIZABLE_PACKAGES", "io.gavel.schema");
    System.exit(new CommandLine(new GavelCommand()).execute(arguments));
  }
}
