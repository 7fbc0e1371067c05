package io.gavel.cli;

import io.gavel.cli.text.TerminalText;
import io.gavel.monitor.window.Series;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/// The options that name one series of scores.
final class SeriesOptions {
  @Option(
      names = "--application",
      paramLabel = "NAME",
      required = true,
      description = "The application.")
  private String application = "";

  @Option(
      names = "--model",
      paramLabel = "NAME",
      required = true,
      description = "The model that made the responses.")
  private String model = "";

  @Option(names = "--rubric", paramLabel = "ID", required = true, description = "The rubric.")
  private String rubric = "";

  @Option(
      names = "--tag",
      paramLabel = "NAME=VALUE",
      description =
          "A tag that series are split by (monitor.tags), where they are; may be repeated.")
  private Map<String, String> tags = Map.of();

  /// For picocli.
  SeriesOptions() {}

  /// The series.
  Series series() {
    return new Series(application, model, rubric, new TreeMap<>(tags));
  }

  /// The series, for messages.
  String text() {
    return TerminalText.line(series().key());
  }
}
