package io.gavel.cli;

import io.gavel.cli.kafka.Cluster;
import io.gavel.cli.kafka.ClusterException;
import io.gavel.cli.kafka.RecordPublisher;
import io.gavel.cli.send.GenerationSender;
import io.gavel.cli.send.LineDefaults;
import io.gavel.cli.send.LineParser;
import io.gavel.cli.send.PrintedProgress;
import io.gavel.cli.send.Progress;
import io.gavel.cli.text.TerminalText;
import io.gavel.topic.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gavel send`: publishes generations from JSON Lines.
@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Publish generations from JSON Lines.",
    description = {
      "",
      "One JSON object per line, with at least application, model, instruction and response.",
      "Every line is checked. A bad one is reported with its number and the rest goes on; then the"
          + " exit code is 1."
    },
    footerHeading = "%nFields of a line (* must be there):%n",
    footer = {
      "  application*, model*        who asked, who answered (or by option)",
      "  instruction*, response*     what was asked, what was answered",
      "  generation_id               default: a hash of the content",
      "  created_at                  2026-11-22T09:30:00Z or milliseconds since 1970; default: now",
      "  tags                        {\"language\": \"de\"}",
      "  conversation                [{\"role\": \"user\", \"content\": \"...\"}] before the instruction",
      "  reference_answer, reference_id   the answer that earns the top score, or its id",
      "  candidate_group             names alternatives to the same instruction",
      "  candidate_count             how many alternatives there are, where that is known",
      "  rubric_ids                  judge by these; default: what the policies choose",
      "Also the Feedback Collection's fields: orig_instruction, orig_response,",
      "orig_reference_answer, orig_criteria, orig_score1_description to",
      "orig_score5_description; each rubric is published once, before its generations.",
      "",
      "Examples:",
      "  gavel send generations.jsonl",
      "  gavel send --dry-run --application support --model llama-3.1-8b answers.jsonl",
      "  zcat log.jsonl.gz | gavel send --tag source=replay -"
    })
final class SendCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "-",
      description = "The JSON Lines; '-', the default, is standard input.")
  private String file = "-";

  @Option(
      names = "--application",
      paramLabel = "NAME",
      description = "The application of lines that name none.")
  private @Nullable String application;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "The model of lines that name none.")
  private @Nullable String model;

  @Option(
      names = "--tag",
      paramLabel = "KEY=VALUE",
      description = "A tag for lines that lack it; may be repeated.")
  private Map<String, String> tags = Map.of();

  @Option(
      names = "--strict",
      description = "Stop at the first bad line; nothing from it on is sent.")
  private boolean strict;

  @Option(names = "--dry-run", description = "Check the lines and send nothing.")
  private boolean dryRun;

  @Mixin private ReplayOption config = new ReplayOption();
  @Spec private @Nullable CommandSpec spec;

  private final InputStream standardInput;
  private final InstantSource clock;

  /// Reads the process's standard input.
  SendCommand() {
    this(System.in, InstantSource.system());
  }

  /// @param standardInput what `-` is
  /// @param clock when lines without a time were made
  SendCommand(InputStream standardInput, InstantSource clock) {
    this.standardInput = standardInput;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    CommandIo io = CommandIo.of(spec);
    try (InputStream input = open()) {
      GenerationSender.Result result = dryRun ? check(input, io) : send(input, io);
      if (strict && result.badLines() > 0) {
        io.err().println("stopped at the bad line (--strict)");
      }
      io.out()
          .printf(
              "%s: generations=%d rubrics=%d bad_lines=%d%n",
              dryRun ? "checked" : "sent",
              result.generations(),
              result.rubrics(),
              result.badLines());
      return (result.badLines() == 0 ? ExitCode.DONE : ExitCode.CHECK_FAILED).code();
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "%s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  private GenerationSender.Result check(InputStream input, CommandIo io) throws IOException {
    try (Progress progress = progress(io.err())) {
      return new GenerationSender(parser(), strict, Optional.empty(), progress).send(input);
    }
  }

  private GenerationSender.Result send(InputStream input, CommandIo io) throws IOException {
    Cluster cluster = new Cluster(config.load());
    try {
      cluster.check(List.of(Topic.GENERATIONS));
      try (RecordPublisher publisher = cluster.publisher()) {
        try (Progress progress = progress(io.err())) {
          return new GenerationSender(parser(), strict, Optional.of(publisher), progress)
              .send(input);
        } catch (ClusterException e) {
          throw new ClusterException(
              "%s; %d generations were acknowledged before"
                  .formatted(e.getMessage(), publisher.acknowledged(Topic.GENERATIONS)),
              e);
        }
      }
    } catch (ClusterException e) {
      throw new CommandFailure(ExitCode.OUTSIDE_DOWN, String.valueOf(e.getMessage()));
    }
  }

  private LineParser parser() {
    return new LineParser(new LineDefaults(application, model, tags), clock);
  }

  private InputStream open() {
    if (file.equals("-")) {
      return standardInput;
    }
    Path path = Path.of(file);
    if (Files.isDirectory(path)) {
      throw new CommandFailure(ExitCode.USAGE, file + " is a directory: name a file of JSON Lines");
    }
    try {
      return Files.newInputStream(path);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "%s cannot be opened: there is no such file, or it may not be read".formatted(file));
    }
  }

  private Progress progress(PrintWriter errors) throws IOException {
    String source = TerminalText.line(file.equals("-") ? "standard input" : file);
    if (!Terminal.isInteractive()) {
      return PrintedProgress.withoutBar(source, errors);
    }
    return PrintedProgress.withBar(
        source, errors, file.equals("-") ? -1 : Files.size(Path.of(file)));
  }
}
