package io.gavel.cli;

import io.gavel.cli.text.TerminalText;
import io.gavel.monitor.window.Series;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// The options that name one series of scores.
final class SeriesOptions {
  @Option(names = "--application", paramLabel = "NAME", description = "The application.")
  private String application = "";

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "The model that made the responses.")
  private String model = "";

  @Option(names = "--rubric", paramLabel = "ID", description = "The rubric.")
  private String rubric = "";

  @Option(
      names = "--tag",
      paramLabel = "NAME=VALUE",
      description =
          "A tag that series are split by (monitor.tags), where they are; of a judge's own series"
              + " rubric=ID; may be repeated.")
  private Map<String, String> tags = Map.of();

  /// For picocli.
  SeriesOptions() {}

  /// Sees to it that a series is named. Not picocli's, which would tell of what is missing before
  /// it tells of an option that there is none of.
  ///
  /// @param spec the command's, for the message
  void check(@Nullable CommandSpec spec) {
    Map<String, String> named = new LinkedHashMap<>();
    named.put("--application", application);
    named.put("--model", model);
    named.put("--rubric", rubric);
    named.forEach((option, value) -> {
      if (value.isBlank()) {
        throw CommandIo.usage(spec, option + " must be given");
      }
    });
  }

  /// The series.
  Series series() {
    return new Series(application, model, rubric, new TreeMap<>(tags));
  }

  /// The series as it was given, for messages.
  String text() {
    String named = application + "/" + model + "/" + rubric;
    String tagged =
        new TreeMap<>(tags)
            .entrySet().stream()
                .map(tag -> tag.getKey() + "=" + tag.getValue())
                .collect(Collectors.joining(", ", " (", ")"));
    return TerminalText.line(tags.isEmpty() ? named : named + tagged);
  }
}
