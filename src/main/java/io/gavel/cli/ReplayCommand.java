package io.gavel.cli;

import io.gavel.cli.kafka.Cluster;
import io.gavel.cli.kafka.ClusterException;
import io.gavel.cli.kafka.TakenOverException;
import io.gavel.cli.replay.Pace;
import io.gavel.cli.replay.ReplayException;
import io.gavel.cli.replay.ReplayProgress;
import io.gavel.cli.replay.ReplayRubric;
import io.gavel.cli.replay.ReplayTopics;
import io.gavel.cli.replay.Replaying;
import io.gavel.cli.replay.Scope;
import io.gavel.cli.replay.Survey;
import io.gavel.cli.tail.Filter;
import io.gavel.cli.text.TerminalText;
import io.gavel.config.GavelConfig;
import io.gavel.config.ReplaySettings;
import io.gavel.schema.Rubric;
import io.gavel.topic.Topic;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gavel replay`: has generations of the past judged again, apart from production.
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Have generations of the past judged again, apart from production.",
    description = {
      "",
      "Publishes the generations of a time range once more, under their ids, into topics of the"
          + " replay's own (PREFIXreplay-NAME.*), where `gavel run --replay NAME` judges them by one"
          + " rubric. Production's feedback, rewards, windows and alerts stay as they are; only the"
          + " judges are shared.",
      "However often this is run, and wherever it is stopped, no generation is published twice: run"
          + " again it goes on, and with a wider range it adds what lacks.",
      "The rubric is production's, or one that the replay has of its own: `gavel apply --replay NAME"
          + " FILE` tries a new version before production gets it.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gavel replay --from 2026-11-20 --to 2026-11-21 --rubric clarity --dry-run",
      "  gavel replay --from 2h --to 0s --rubric clarity@2 --as trial --rate 50/s",
      "  a rubric that production has not:",
      "    gavel topics apply --replay trial && gavel apply --replay trial clarity-v2.yaml",
      "    gavel replay --as trial --from 7d --to 0s --rubric clarity@2 --sampling-rate 0.05",
      "  then, until it has judged all:",
      "    gavel run --replay trial",
      "    gavel export feedback --replay trial --output trial.jsonl",
      "",
      "Exit codes: 0 done, 1 it cannot be made as asked or something was left out, 2 wrong usage or",
      "configuration, 3 something outside is down."
    })
final class ReplayCommand implements Callable<Integer> {
  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "Generations made then or later: 2h ago, the day 2026-11-22, or 2026-11-22T09:30:00Z.")
  private String from = "";

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "Generations made before then; likewise. 0s is now.")
  private String to = "";

  @Option(
      names = "--rubric",
      paramLabel = "ID[@VERSION]",
      description = "The rubric they are judged by; default: its newest version.")
  private String rubric = "";

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "Names the replay; default: the rubric's id and version, such as clarity-2.")
  private @Nullable String name;

  @Option(
      names = "--application",
      paramLabel = "NAME",
      description = "Only those of this application; * stands for any characters.")
  private @Nullable String application;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Only those of this model; likewise.")
  private @Nullable String model;

  @Option(
      names = "--sampling-rate",
      paramLabel = "RATE",
      description =
          "The share that is judged, above 0 up to 1 (default): of equal rates, the same"
              + " generations as production's policies chose.")
  private double samplingRate = 1.0;

  @Option(
      names = "--rate",
      paramLabel = "N/s",
      description = "Publish N a second at most, so that production has judges left.")
  private @Nullable String rate;

  @Option(names = "--dry-run", description = "Say what would be published, and publish nothing.")
  private boolean dryRun;

  @Mixin private ConfigOption config = new ConfigOption();
  @Spec private @Nullable CommandSpec spec;

  private final InstantSource clock = InstantSource.system();

  /// For picocli.
  ReplayCommand() {}

  @Override
  public Integer call() {
    required("--from", from);
    required("--to", to);
    required("--rubric", rubric);
    Scope scope = scope();
    int perSecond = perSecond();
    ReplayRubric wanted =
        ReplayRubric.parse(rubric)
            .orElseThrow(() -> CommandIo.usage(spec, "--rubric: must be ID or ID@VERSION"));
    if (!(samplingRate > 0 && samplingRate <= 1)) {
      throw CommandIo.usage(
          spec, "--sampling-rate %s: must be above 0, 1 at most".formatted(samplingRate));
    }
    try {
      return run(scope, perSecond, wanted, config.load(), CommandIo.of(spec));
    } catch (ClusterException e) {
      throw new CommandFailure(ExitCode.OUTSIDE_DOWN, String.valueOf(e.getMessage()));
    } catch (ReplayException | TakenOverException e) {
      throw new CommandFailure(
          ExitCode.CHECK_FAILED, TerminalText.line(String.valueOf(e.getMessage())));
    }
  }

  private int run(
      Scope scope, int perSecond, ReplayRubric wanted, GavelConfig production, CommandIo io) {
    Consumer<String> leftOut =
        line -> {
          io.err().println("left out: " + TerminalText.line(line));
          io.err().flush();
        };
    Cluster source = new Cluster(production);
    source.check(List.of(Topic.GENERATIONS, Topic.RUBRICS, Topic.REFERENCES));
    Map<String, Rubric> rubrics =
        new ReplayTopics(production, leftOut).newest(source, Topic.RUBRICS, Rubric.class);
    String as = name == null ? defaultName(wanted.choose(Map.of(), rubrics)) : name;
    GavelConfig settings = ReplaySettings.of(production, as);
    ReplayTopics topics = new ReplayTopics(settings, leftOut);
    Rubric chosen = wanted.choose(topics.rubrics(), rubrics);
    topics.checkPolicy(chosen, samplingRate);
    try (Replaying replaying = new Replaying(source, new Cluster(settings), scope, leftOut)) {
      Survey survey = replaying.survey(topics.exist());
      if (dryRun) {
        return report("would replay", survey.missing(), 0, survey, as, chosen, io);
      }
      topics.create();
      long references = topics.define(chosen, samplingRate, survey.referenceIds(), source);
      long published = send(replaying, survey, perSecond);
      report("replayed", published, references, survey, as, chosen, io);
      if (published + survey.there() > 0) {
        io.out().println("gavel run --replay %s judges them".formatted(as));
      }
      io.out().flush();
      return (published == survey.missing() && survey.unreadable() == 0
              ? ExitCode.DONE
              : ExitCode.CHECK_FAILED)
          .code();
    }
  }

  private static long send(Replaying replaying, Survey survey, int perSecond) {
    AtomicBoolean stopped = new AtomicBoolean();
    Thread sender = Thread.currentThread();
    try (Interruption interruption = Interruption.awaited(ExitCode.CHECK_FAILED);
        ReplayProgress progress = new ReplayProgress(survey.missing(), Terminal.isInteractive())) {
      interruption.stopBy(() -> {
        stopped.set(true);
        LockSupport.unpark(sender);
      });
      Pace pace =
          new Pace(perSecond, System::nanoTime, wait -> LockSupport.parkNanos(wait.toNanos()));
      return replaying.send(pace, progress, stopped::get);
    }
  }

  private static int report(
      String what,
      long published,
      long references,
      Survey survey,
      String as,
      Rubric rubric,
      CommandIo io) {
    io.out()
        .printf(
            Locale.ROOT,
            "%s: generations=%d already_there=%d references=%d unreadable=%d as=%s rubric=%s@%d%n",
            what,
            published,
            survey.there(),
            what.startsWith("would") ? survey.referenceIds().size() : references,
            survey.unreadable(),
            as,
            TerminalText.line(rubric.getRubricId()),
            rubric.getVersion());
    io.out().flush();
    return ExitCode.DONE.code();
  }

  private static String defaultName(Rubric rubric) {
    return rubric.getRubricId() + "-" + rubric.getVersion();
  }

  /// Not picocli's, which would tell of these before it tells of an option that there is none of.
  private void required(String option, String value) {
    if (value.isBlank()) {
      throw CommandIo.usage(spec, "%s must be given".formatted(option));
    }
  }

  private Scope scope() {
    Instant now = clock.instant();
    Instant begin = Moment.of(spec, "--from", from, now);
    Instant end = Moment.of(spec, "--to", to, now);
    if (!begin.isBefore(end)) {
      throw CommandIo.usage(spec, "--from must be before --to");
    }
    return new Scope(begin, end, new Filter(application, model, null));
  }

  private int perSecond() {
    if (rate == null) {
      return 0;
    }
    if (!rate.matches("[1-9][0-9]{0,6}(/s)?")) {
      throw CommandIo.usage(
          spec, "--rate %s: must be a number a second, such as 50/s".formatted(rate));
    }
    return Integer.parseInt(rate.replace("/s", ""));
  }
}
