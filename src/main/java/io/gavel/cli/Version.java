package io.gavel.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// What `gavel --version` says; the build writes the numbers into `version.properties`.
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() throws IOException {
    Properties numbers = new Properties();
    try (InputStream file =
        Objects.requireNonNull(Version.class.getResourceAsStream("version.properties"))) {
      numbers.load(file);
    }
    return new String[] {
      "gavel %s (Kafka %s, Java %s)"
          .formatted(numbers.get("gavel"), numbers.get("kafka"), Runtime.version())
    };
  }
}
