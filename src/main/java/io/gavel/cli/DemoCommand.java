package io.gavel.cli;

import io.gavel.cli.demo.DemoRun;
import io.gavel.cli.demo.DemoText;
import io.gavel.cli.demo.OutcomeReader;
import io.gavel.cli.demo.SamplePublisher;
import io.gavel.cli.demo.Screen;
import io.gavel.cli.demo.StartLines;
import io.gavel.cli.demo.Style;
import io.gavel.cli.demo.Tally;
import io.gavel.cli.kafka.Cluster;
import io.gavel.cli.kafka.ClusterException;
import io.gavel.cli.kafka.RecordPublisher;
import io.gavel.config.Secret;
import io.gavel.local.JudgeChoice;
import io.gavel.local.LiveTraffic;
import io.gavel.local.LocalSystem;
import io.gavel.local.LocalSystemException;
import io.gavel.local.PastTraffic;
import io.gavel.local.SampleTask;
import io.gavel.local.SampleTraffic;
import io.gavel.schema.Generation;
import io.gavel.topic.ClusterUnavailableException;
import io.gavel.topic.Topic;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gavel demo`: the whole system on this machine.
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "See all of it work on this machine.",
    description = {
      "",
      "Runs the whole of Gavel on this machine: a real Kafka broker, a real schema registry,"
          + " judges, a worker and sample traffic.",
      "Nothing is installed and nothing stays: Ctrl-C ends it.",
      "",
      "The judges are stand-ins without a model, unless --judge names a real one: their scores"
          + " come from word overlap with the reference answer, and are marked with a *."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  traffic until Ctrl-C:         gavel demo",
      "  more of it, more judges:      gavel demo --rate 20 --judges 4",
      "  the sample once, the result:  gavel demo --exit-when-done",
      "  a real judge:",
      "    gavel demo --judge http://localhost:8000/v1 \\",
      "               --model prometheus-eval/prometheus-7b-v2.0",
      "",
      "Exit codes: 0 done, 1 an outcome is missing or there twice,",
      "2 wrong usage, 3 a part did not start or the judge does not answer."
    })
final class DemoCommand implements Callable<Integer> {
  private static final String KEY_VARIABLE = "GAVEL_JUDGE_PROFILES_PROMETHEUS_API_KEY";

  @Option(
      names = "--exit-when-done",
      description =
          "Send the bundled sample once, wait for every outcome, print the numbers and exit.")
  private boolean exitWhenDone;

  @Option(
      names = "--judge",
      paramLabel = "URL",
      description =
          "A real judge in place of the stand-ins: the base URL of an OpenAI-compatible server. Its"
              + " key, if it wants one, is taken from "
              + KEY_VARIABLE
              + ".")
  private @Nullable URI judge;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "The model of --judge, as that server names it.")
  private @Nullable String model;

  @Option(
      names = "--judges",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many stand-in judges, 1 to 16 (default: ${DEFAULT-VALUE}).")
  private int judges;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "4",
      description = "Generations per second on average, up to 1000 (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--worse-after",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description =
          "When the model "
              + SampleTraffic.BETTER_MODEL
              + " gets worse in "
              + SampleTraffic.WORSE_APPLICATION
              + ", for an alert to be raised (default: ${DEFAULT-VALUE}).")
  private long worseAfterSeconds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "19",
      description =
          "Decides everything random: the same seed gives the same traffic and the same scores"
              + " (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    JudgeChoice choice = choice();
    Path log = logFile();
    // Read when the first line is logged, which is later than this.
    System.setProperty("gavel.demo.log", log.toString());
    System.setProperty("logback.configurationFile", "io/gavel/local/demo-logback.xml");
    Screen screen = screen();
    StartLines lines = new StartLines(screen);
    lines.begin();
    try (LocalSystem system = LocalSystem.start(registry(), choice, lines)) {
      return run(system, screen, lines, log).code();
    } catch (LocalSystemException | ClusterException | ClusterUnavailableException e) {
      screen.clear();
      throw new CommandFailure(ExitCode.OUTSIDE_DOWN, e.getMessage() + "; the log is " + log);
    } catch (InterruptedException e) {
      // Ctrl-C: the JVM is on its way out, and has said so.
      Thread.currentThread().interrupt();
      return ExitCode.CHECK_FAILED.code();
    }
  }

  private ExitCode run(LocalSystem system, Screen screen, StartLines lines, Path log)
      throws InterruptedException {
    Cluster cluster = new Cluster(system.config());
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    List<SampleTask> tasks = SampleTraffic.tasks();
    InstantSource clock = InstantSource.system();
    Tally tally = new Tally();
    try (RecordPublisher publisher = cluster.publisher();
        OutcomeReader reader =
            new OutcomeReader(
                cluster.consumer(), cluster.serdes(), system.config().topics().prefix(), tally)) {
      SamplePublisher sample = new SamplePublisher(publisher);
      lines.started("rules", sample.publishRules(tasks), lines.lap());
      system.startWorker(meters);
      lines.end(log);
      DemoRun run =
          new DemoRun(
              screen,
              clock,
              tally,
              reader,
              generation ->
                  sample.publish(Topic.GENERATIONS, generation.getGenerationId(), generation),
              meters,
              system::judgeEndpoints,
              () -> going(system));
      if (exitWhenDone) {
        return conclude(
            screen, run, run.once(sample(tasks, clock.instant())), tally.alerts().size(), log);
      }
      screen.print(
          new DemoText(screen.style(), screen.width(), ZoneId.systemDefault())
              .next(
                  system.config().kafka().bootstrapServers(),
                  system.config().registry().url(),
                  system.workerAddress().orElseThrow(),
                  system.judgesControl()));
      LiveTraffic traffic =
          new LiveTraffic(
              tasks, seed, rate, clock.instant(), Duration.ofSeconds(worseAfterSeconds));
      run.forever(past(tasks, clock.instant(), clock.instant()), traffic::next);
      return ExitCode.DONE;
    } catch (RuntimeException e) {
      if (system.stopping()) {
        throw (InterruptedException) new InterruptedException("stopped").initCause(e);
      }
      throw e;
    }
  }

  /// The bundled sample, and the past, in which a model gets worse half-way.
  private List<Generation> sample(List<SampleTask> tasks, Instant now) {
    return Stream.concat(
            SampleTraffic.bundled(tasks, seed, now).stream(),
            past(tasks, now, now.minus(PastTraffic.SPAN.dividedBy(2))).stream())
        .toList();
  }

  /// A real judge's time is not spent on it.
  private List<Generation> past(List<SampleTask> tasks, Instant now, Instant worseFrom) {
    return judge == null ? PastTraffic.of(tasks, seed, now, worseFrom) : List.of();
  }

  private ExitCode conclude(Screen screen, DemoRun run, Tally.Counts counts, int alerts, Path log) {
    if (run.stalled()) {
      CommandIo.of(spec)
          .err()
          .printf(
              "nothing has moved for a minute: %d generations are not accounted for and %d judge"
                  + " requests have no outcome; the log is %s%n",
              counts.unsettled(), counts.open(), log);
    }
    if (counts.duplicates() > 0) {
      CommandIo.of(spec).err().printf("%d outcomes were there twice%n", counts.duplicates());
    }
    CommandIo.of(spec).err().flush();
    screen.print(
        "demo done: generations=%d judge_requests=%d feedback=%d dead_letters=%d preferences=%d alerts=%d"
            .formatted(
                counts.generations(),
                counts.judgeRequests(),
                counts.feedback(),
                counts.deadLetters(),
                counts.preferences(),
                alerts));
    return counts.balanced() && !run.stalled() ? ExitCode.DONE : ExitCode.CHECK_FAILED;
  }

  private static boolean going(LocalSystem system) {
    system
        .workerFailure()
        .ifPresent(thrown -> {
          throw new LocalSystemException("the worker stopped: " + thrown.getMessage());
        });
    return !system.stopping();
  }

  private JudgeChoice choice() {
    check(
        judge == null || model != null, "--judge needs --model: the model as that server names it");
    check(model == null || judge != null, "--model needs --judge: the URL of a real judge");
    check(judges >= 1 && judges <= 16, "--judges: " + judges + " is not 1 to 16");
    check(rate > 0 && rate <= 1000, "--rate: " + rate + " is not above 0 and up to 1000");
    check(worseAfterSeconds >= 0, "--worse-after: " + worseAfterSeconds + " is below 0");
    if (judge == null || model == null) {
      return new JudgeChoice.StandIns(judges, seed);
    }
    check(
        judge.getHost() != null && List.of("http", "https").contains(judge.getScheme()),
        "--judge: " + judge + " is no URL such as http://localhost:8000/v1");
    return new JudgeChoice.Real(
        judge, model, new Secret(System.getenv().getOrDefault(KEY_VARIABLE, "")));
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new CommandFailure(ExitCode.USAGE, message);
    }
  }

  /// `NO_COLOR` set to anything (no-color.org) and `TERM=dumb` are honoured.
  private Screen screen() {
    Map<String, String> environment = System.getenv();
    boolean terminal = Terminal.isInteractive() && !"dumb".equals(environment.get("TERM"));
    boolean colour = terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
    String encoding = System.getProperty("stdout.encoding", "UTF-8");
    return new Screen(
        CommandIo.of(spec).out(),
        terminal,
        new Style(colour, encoding.equalsIgnoreCase("UTF-8")),
        () -> Terminal.columns(environment));
  }

  private static Path registry() {
    return home().resolve(Path.of("target", "registry"));
  }

  /// Beside the build's other files, or, away from a build, in the system's temporary folder.
  private static Path logFile() {
    Path target = home().resolve("target");
    return Files.isDirectory(target)
        ? target.resolve("demo.log")
        : Path.of(System.getProperty("java.io.tmpdir"), "gavel-demo.log");
  }

  /// Where Gavel is built: the launcher says so.
  private static Path home() {
    return Path.of(System.getProperty("gavel.home", ""));
  }
}
