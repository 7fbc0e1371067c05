package io.gavel.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The files of uPlot, which draws the page's charts, from its WebJar.
final class ChartLibrary {
  private static final Set<String> FILES = Set.of("uPlot.esm.js", "uPlot.min.css");
  private static final String FOLDER = "/META-INF/resources/webjars/uplot/" + version() + "/dist/";

  private ChartLibrary() {}

  /// Opens a file; null where the page has no use for one of this name.
  static @Nullable InputStream open(String name) {
    return FILES.contains(name) ? ChartLibrary.class.getResourceAsStream(FOLDER + name) : null;
  }

  /// The jar's own: the build says it in one place.
  private static String version() {
    try (InputStream in =
        ChartLibrary.class.getResourceAsStream(
            "/META-INF/maven/org.webjars.npm/uplot/pom.properties")) {
      if (in == null) {
        throw new IllegalStateException("the WebJar of uPlot is not in the class path");
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
