package io.gavel.cli;

import io.gavel.agreement.Bootstrap;
import io.gavel.cli.evaluate.DataFile;
import io.gavel.cli.evaluate.DataOptions;
import io.gavel.cli.evaluate.Survey;
import io.gavel.cli.text.TerminalText;
import io.gavel.evaluate.data.ItemReader;
import io.gavel.evaluate.report.LabelMeasures;
import io.gavel.evaluate.report.Report;
import io.gavel.evaluate.report.TextReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gavel evaluate`: a judge profile against labelled data.
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Measure a judge against labelled data.",
    description = {""})
final class EvaluateCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      description = "The labelled data: JSON Lines, or one JSON array of objects.")
  private Path file = Path.of("");

  @Option(
      names = "--labels-only",
      description = "Measure the labels among themselves and ask no judge.")
  private boolean labelsOnly;

  @Option(names = "--limit", paramLabel = "N", description = "Only the first N items.")
  private long limit = Long.MAX_VALUE;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Draws the intervals' samples (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--resamples",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many samples an interval is made of (default: ${DEFAULT-VALUE}).")
  private int resamples = 1000;

  @Mixin private DataOptions data = new DataOptions();
  @Mixin private ConfigOption config = new ConfigOption();
  @Spec private @Nullable CommandSpec spec;

  /// For picocli.
  EvaluateCommand() {}

  @Override
  public Integer call() {
    CommandIo io = CommandIo.of(spec);
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new CommandFailure(
          ExitCode.USAGE, file + " cannot be opened: there is no such file, or it may not be read");
    }
    ItemReader reader;
    Bootstrap bootstrap;
    try {
      reader = data.reader(labelsOnly);
      bootstrap = new Bootstrap(resamples, seed);
    } catch (IllegalArgumentException e) {
      throw CommandIo.usage(spec, String.valueOf(e.getMessage()));
    }
    LabelMeasures labels = new LabelMeasures();
    Survey.Counts counts;
    try {
      counts = new Survey(new DataFile(file), reader, limit).visit(io.err(), labels::add);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "%s cannot be read: %s".formatted(file, e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.CHECK_FAILED.code();
    }
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("format", reader.formatName().orElse("unknown"));
    facts.put("items", "%d, and %d that cannot be used".formatted(counts.items(), counts.bad()));
    Report report =
        new Report(
            TerminalText.line(file.toString()), facts, List.of(), labels.sections(bootstrap));
    TextReport.lines(report).forEach(io.out()::println);
    io.out().flush();
    return (counts.bad() == 0 ? ExitCode.DONE : ExitCode.CHECK_FAILED).code();
  }
}
