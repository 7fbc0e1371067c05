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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One run of the demo: starts the parts, sends the traffic, shows the scores.
final class DemoSession {
  private final Wanted wanted;
  private final CommandIo io;

  /// @param wanted checked
  DemoSession(Wanted wanted, CommandIo io) {
    this.wanted = wanted;
    this.io = io;
  }

  /// The command's options.
  ///
  /// @param judge a real judge; null: stand-ins
  /// @param model its model; null with `judge`, and only then
  record Wanted(
      boolean exitWhenDone,
      @Nullable URI judge,
      @Nullable String model,
      int judges,
      double rate,
      long worseAfterSeconds,
      long seed) {}

  /// Runs until the sample is done, or the process is ended.
  ExitCode run() {
    JudgeChoice choice = choice();
    Path log = logFile();
    // Read when the first line is logged, which is later than this.
    System.setProperty("gavel.demo.log", log.toString());
    System.setProperty("logback.configurationFile", "io/gavel/local/demo-logback.xml");
    Screen screen = screen();
    StartLines lines = new StartLines(screen);
    lines.begin();
    try (LocalSystem system = LocalSystem.start(registry(), choice, lines)) {
      return run(system, screen, lines, log);
    } catch (LocalSystemException | ClusterException | ClusterUnavailableException e) {
      screen.clear();
      throw new CommandFailure(ExitCode.OUTSIDE_DOWN, e.getMessage() + "; the log is " + log);
    } catch (InterruptedException e) {
      // Ctrl-C: the JVM is on its way out, and has said so.
      Thread.currentThread().interrupt();
      return ExitCode.CHECK_FAILED;
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
      if (wanted.exitWhenDone()) {
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
              tasks,
              wanted.seed(),
              wanted.rate(),
              clock.instant(),
              Duration.ofSeconds(wanted.worseAfterSeconds()));
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
            SampleTraffic.bundled(tasks, wanted.seed(), now).stream(),
            past(tasks, now, now.minus(PastTraffic.SPAN.dividedBy(2))).stream())
        .toList();
  }

  /// A real judge's time is not spent on it.
  private List<Generation> past(List<SampleTask> tasks, Instant now, Instant worseFrom) {
    return wanted.judge() == null
        ? PastTraffic.of(tasks, wanted.seed(), now, worseFrom)
        : List.of();
  }

  private ExitCode conclude(Screen screen, DemoRun run, Tally.Counts counts, int alerts, Path log) {
    if (run.stalled()) {
      io.err()
          .printf(
              "nothing has moved for a minute: %d generations are not accounted for and %d judge"
                  + " requests have no outcome; the log is %s%n",
              counts.unsettled(), counts.open(), log);
    }
    if (counts.duplicates() > 0) {
      io.err().printf("%d outcomes were there twice%n", counts.duplicates());
    }
    io.err().flush();
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
    if (wanted.judge() == null || wanted.model() == null) {
      return new JudgeChoice.StandIns(wanted.judges(), wanted.seed());
    }
    return new JudgeChoice.Real(
        wanted.judge(),
        wanted.model(),
        new Secret(System.getenv().getOrDefault(DemoCommand.KEY_VARIABLE, "")));
  }

  /// `NO_COLOR` set to anything (no-color.org) and `TERM=dumb` are honoured.
  private Screen screen() {
    Map<String, String> environment = System.getenv();
    boolean terminal = Terminal.isInteractive() && !"dumb".equals(environment.get("TERM"));
    boolean colour = terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
    String encoding = System.getProperty("stdout.encoding", "UTF-8");
    return new Screen(
        io.out(),
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
