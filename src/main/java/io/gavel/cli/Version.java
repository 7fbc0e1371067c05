package io.gavel.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// What `gavel --version` says; the build writes the numbers into `version.properties`.
public final class Version implements IVersionProvider {
  /// For picocli.
  Version() {}

  /// The version of Gavel alone.
  public static String gavel() {
    try {
      return String.valueOf(numbers().get("gavel"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String[] getVersion() throws IOException {
    Properties numbers = numbers();
    return new String[] {
      "gavel %s (Kafka %s, Java %s)"
          .formatted(numbers.get("gavel"), numbers.get("kafka"), Runtime.version())
    };
  }

  private static Properties numbers() throws IOException {
    Properties numbers = new Properties();
    try (InputStream file =
        Objects.requireNonNull(Version.class.getResourceAsStream("version.properties"))) {
      numbers.load(file);
    }
    return numbers;
  }
}
