package io.gavel;

import io.gavel.cli.GavelCommand;
import java.security.Security;

/// The entry point.
public final class Gavel {
  private Gavel() {}

  /// Runs one command and exits with its code.
  public static void main(String[] arguments) {
    // Avro makes instances of trusted classes alone, and reads this when it is first used.
    System.setProperty("org.apache.avro.SERIALIZABLE_PACKAGES", "io.gavel.schema");
    // The JVM would keep a name's addresses for 30 s, three times
    // judge.profiles.*.pool.resolve_interval;
    // it reads this when it first resolves one.
    Security.setProperty("networkaddress.cache.ttl", "5");
    if (arguments.length > 0 && arguments[0].equals("run")) {
      // A worker's log is read by machines and operators; the other commands talk on their own.
      // Before anything logs, because logback.xml reads these once.
      System.setProperty("gavel.log.level", "INFO");
      System.setProperty("gavel.log.level.libraries", "WARN");
    }
    System.exit(GavelCommand.commandLine(System.getenv()).execute(arguments));
  }
}
