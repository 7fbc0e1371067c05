package io.gavel.cli;

import io.gavel.agreement.Bootstrap;
import io.gavel.cli.evaluate.DataFile;
import io.gavel.cli.evaluate.DataOptions;
import io.gavel.cli.evaluate.JudgeRun;
import io.gavel.cli.evaluate.ReportFiles;
import io.gavel.cli.evaluate.RubricFile;
import io.gavel.cli.evaluate.Summary;
import io.gavel.cli.evaluate.Survey;
import io.gavel.cli.text.TerminalText;
import io.gavel.config.GavelConfig;
import io.gavel.config.JudgeConfig;
import io.gavel.config.JudgeProfile;
import io.gavel.evaluate.ItemRequests;
import io.gavel.evaluate.data.ItemReader;
import io.gavel.evaluate.data.LabelledItem;
import io.gavel.evaluate.measure.LabelMeasures;
import io.gavel.evaluate.report.Report;
import io.gavel.evaluate.report.TextReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Function;
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
    description = {
      "",
      "Asks a judge profile about every item of FILE, through the same pool and reader as"
          + " production, and compares its verdicts with the labels: correlations, accuracy and kappa"
          + " with 95 %% intervals, and its consistency. A pair is asked in both orders. Answers that"
          + " cannot be read are counted and never dropped.",
      "",
      "With --output verdicts are written down as they come: a run that was stopped goes on where it"
          + " was, with the same command. Neither Kafka nor a registry is needed.",
      ""
    },
    footerHeading = "%nData that is known by its fields:%n",
    footer = {
      "  feedback-collection     orig_instruction, orig_response, orig_criteria, orig_score, ...",
      "  preference-collection   orig_response_A, orig_response_B, orig_preference, ...",
      "  prometheus-scores       instruction (a whole prompt), gpt4_score (one or several runs)",
      "  prometheus-pairs        chosen_instruction, rejected_instruction, tie",
      "  auto-j-pairs            prompt, response 1, response 2, label (0, 1, 2 = tie)",
      "",
      "Examples:",
      "  gavel evaluate mt_bench_eval.json --labels-only",
      "  gavel evaluate mt_bench_eval.json --profile prometheus --output mt-bench",
      "  gavel evaluate flask_eval.json --label-field human_score --output flask",
      "  gavel evaluate hhh_alignment_eval.json --with-direct --output hhh",
      "  gavel evaluate own.jsonl --rubric helpfulness.yaml \\",
      "      --map instruction=question --map response=answer --map label=score_1,score_2",
      "  gavel evaluate pairs.jsonl --map instruction=q --map response_a=left \\",
      "      --map response_b=right --map label=winner --choices left,right,both",
      "",
      "Exit codes: 0 done, 1 stopped before the end or some records cannot be used, 2 wrong usage,",
      "3 the judges do not answer."
    })
final class EvaluateCommand implements Callable<Integer> {
  private static final int NAME_COLUMNS = 200;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The labelled data: JSON Lines, or one JSON array of objects.")
  private Path file = Path.of("");

  @Option(
      names = "--labels-only",
      description = "Measure the labels among themselves and ask no judge.")
  private boolean labelsOnly;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "The judge profile; by default judge.default_profile.")
  private @Nullable String profile;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Where report.md, its pictures, report.json and verdicts.jsonl go.")
  private @Nullable Path output;

  @Option(names = "--limit", paramLabel = "N", description = "Only the first N items.")
  private long limit = Long.MAX_VALUE;

  @Option(
      names = "--rubric",
      paramLabel = "FILE",
      description =
          "Judge by this rubric (as gavel apply takes it; FILE#ID names one of several) instead of"
              + " the data's own.")
  private @Nullable String rubric;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "How many answers are averaged; by default what the rubric says, or 1.")
  private @Nullable Integer samples;

  @Option(
      names = "--with-direct",
      description =
          "Also assess each response of a pair alone, and measure how far the judge contradicts"
              + " itself between the two ways.")
  private boolean withDirect;

  @Option(
      names = "--label-run",
      paramLabel = "N",
      description = "Which run of several labels counts, from 1; by default the mean of all.")
  private @Nullable Integer labelRun;

  @Mixin private DataOptions data = new DataOptions();

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
      description =
          "How many samples an interval is made of (default: ${DEFAULT-VALUE}); fewer are faster on"
              + " much data.")
  private int resamples = 1000;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Stop when no judge answers for so long (default: ${DEFAULT-VALUE}).")
  private long patienceSeconds = 60;

  @Mixin private ConfigOption config = new ConfigOption();
  @Spec private @Nullable CommandSpec spec;

  /// What the first pass over the file found.
  private record Surveyed(LabelMeasures labels, Survey.Counts counts, long asks, String format) {}

  @Override
  public Integer call() {
    CommandIo io = CommandIo.of(spec);
    checkUsage();
    try {
      Bootstrap bootstrap = new Bootstrap(resamples, seed); // First, because it checks.
      ItemRequests requests =
          new ItemRequests(
              Optional.ofNullable(rubric).map(RubricFile::read),
              Optional.ofNullable(samples),
              withDirect);
      Surveyed surveyed = survey(requests, io);
      Report report =
          labelsOnly
              ? summary(surveyed, bootstrap).ofLabels(surveyed.labels())
              : judgedReport(surveyed, requests, bootstrap);
      TextReport.lines(report).forEach(io.out()::println);
      if (output != null) {
        new ReportFiles(directory(output)).write(report);
        io.out().println();
        io.out().println("written to " + output.resolve("report.md") + " and report.json");
      }
      io.out().flush();
      return (surveyed.counts().bad() == 0 ? ExitCode.DONE : ExitCode.CHECK_FAILED).code();
    } catch (IllegalArgumentException e) {
      throw CommandIo.usage(spec, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
    } catch (JudgeRun.StoppedException e) {
      throw new CommandFailure(
          e.isOutage() ? ExitCode.OUTSIDE_DOWN : ExitCode.CHECK_FAILED,
          String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.CHECK_FAILED, "stopped");
    }
  }

  private void checkUsage() {
    if (file.toString().isEmpty()) {
      throw CommandIo.usage(spec, "name the FILE with the labelled data");
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new CommandFailure(
          ExitCode.USAGE, file + " cannot be opened: there is no such file, or it may not be read");
    }
    if (limit < 1 || patienceSeconds < 1) {
      throw CommandIo.usage(spec, "--limit and --patience must be 1 or more");
    }
    if (samples != null && (samples < 1 || samples > 16)) {
      throw CommandIo.usage(spec, "--samples must be 1 to 16");
    }
  }

  /// Goes through the file once, without a judge: so that what is wrong is known before anything is
  /// asked, and how much there is to ask.
  private Surveyed survey(ItemRequests requests, CommandIo io)
      throws IOException, InterruptedException {
    LabelMeasures labels = new LabelMeasures();
    long[] asks = {0};
    ItemReader reader = data.reader(labelsOnly);
    Survey.Counts counts =
        new Survey(new DataFile(file), reader, check(requests), limit)
            .visit(
                io.err(),
                item -> {
                  labels.add(item);
                  asks[0] += labelsOnly ? 0 : requests.of(item).size();
                });
    if (counts.items() == 0) {
      throw new CommandFailure(
          ExitCode.CHECK_FAILED, "%s holds no item that can be used".formatted(file));
    }
    if (labelRun != null && (labelRun < 1 || labelRun > labels.runs())) {
      throw CommandIo.usage(
          spec, "--label-run: there are the runs 1 to %d".formatted(labels.runs()));
    }
    return new Surveyed(labels, counts, asks[0], reader.formatName().orElse(""));
  }

  private Function<LabelledItem, Optional<String>> check(ItemRequests requests) {
    return labelsOnly ? _ -> Optional.empty() : requests::problem;
  }

  private Report judgedReport(Surveyed surveyed, ItemRequests requests, Bootstrap bootstrap)
      throws IOException, JudgeRun.StoppedException {
    GavelConfig settings = config.load();
    String name = profile == null ? settings.judge().defaultProfile() : profile;
    JudgeProfile asked = settings.judge().profiles().get(name);
    if (asked == null) {
      throw CommandIo.usage(
          spec,
          "--profile: judge.profiles has no '%s' but %s"
              .formatted(name, settings.judge().profiles().keySet().stream().sorted().toList()));
    }
    Optional<Path> verdicts =
        output == null
            ? Optional.empty()
            : Optional.of(directory(output).resolve(ReportFiles.VERDICTS));
    JudgeRun run =
        new JudgeRun(
            new JudgeConfig(name, Map.of(name, asked)),
            requests,
            verdicts,
            settings.engine().maxInFlight(),
            Duration.ofSeconds(patienceSeconds),
            Terminal.isInteractive());
    JudgeRun.Result result;
    try (Interruption interruption = Interruption.awaited(ExitCode.CHECK_FAILED)) {
      interruption.stopBy(Thread.currentThread()::interrupt);
      result =
          run.run(
              new Survey(new DataFile(file), data.reader(false), check(requests), limit),
              surveyed.asks(),
              CommandIo.of(spec).err());
    }
    return summary(surveyed, bootstrap)
        .ofJudge(
            name, asked, result, labelRun == null ? OptionalInt.empty() : OptionalInt.of(labelRun));
  }

  private Summary summary(Surveyed surveyed, Bootstrap bootstrap) {
    return new Summary(
        TerminalText.line(String.valueOf(file.getFileName()), NAME_COLUMNS),
        surveyed.format(),
        surveyed.counts(),
        bootstrap);
  }

  private static Path directory(Path output) throws IOException {
    try {
      return Files.createDirectories(output);
    } catch (IOException e) {
      throw new IOException("%s is no directory and cannot be made one".formatted(output), e);
    }
  }
}
