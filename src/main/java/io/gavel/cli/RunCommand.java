package io.gavel.cli;

import io.gavel.WatchedWorker;
import io.gavel.acl.Duty;
import io.gavel.acl.Rights;
import io.gavel.config.GavelConfig;
import io.gavel.config.Role;
import io.gavel.topic.ClusterTopics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `gavel run`: a worker, until it is stopped or fails.
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    header = "Run a worker until it is stopped.",
    description = {
      "",
      "On Ctrl-C or SIGTERM it waits for the judge calls under way, at most engine.drain, publishes"
          + " what is finished, and exits with 0. What is not finished is judged by the next"
          + " worker.",
      "",
      "While it runs, web.listen (127.0.0.1:9400) serves /metrics for Prometheus, /health/live and"
          + " /health/ready, and with the role web the page at / and its API. Each worker on a"
          + " machine needs a port of its own.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gavel run",
      "  gavel run --config production.yaml",
      "  gavel run --roles judge         judge on this machine, enrich on another",
      "  curl localhost:9400/health/ready",
      "  a second worker on the same machine:",
      "    GAVEL_WORKER_ID=two GAVEL_WEB_LISTEN=127.0.0.1:9401 gavel run",
      "",
      "Exit codes: 0 stopped, 1 a fault, 2 wrong usage or configuration, 3 something outside is",
      "down, a topic is missing or the port of web.listen is taken."
    })
final class RunCommand implements Callable<Integer> {
  private static final long LOOK_INTERVAL_MILLIS = 200;

  @Mixin private ReplayOption config = new ReplayOption();

  @Option(
      names = "--roles",
      split = ",",
      paramLabel = "ROLE",
      converter = RoleConverter.class,
      description =
          "What the worker does, instead of the file's roles: some of enrich, judge, reward, monitor,"
              + " web.")
  private @Nullable List<Role> roles;

  @Spec private CommandSpec spec = CommandSpec.create();

  /// For picocli.
  RunCommand() {}

  @Override
  public Integer call() {
    GavelConfig loaded = config.load();
    GavelConfig settings = roles == null ? loaded : loaded.withRoles(EnumSet.copyOf(roles));
    checkTopics(settings);
    WatchedWorker worker =
        WatchedWorker.start(settings, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    CountDownLatch stopped = new CountDownLatch(1);
    Thread hook = new Thread(() -> stop(worker, stopped), "gavel-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "gavel worker %s runs %s on %s; Ctrl-C stops it"
            .formatted(
                settings.workerId(), names(settings.roles()), settings.kafka().bootstrapServers()));
    worker
        .address()
        .ifPresent(url -> {
          if (settings.roles().contains(Role.WEB)) {
            out.println("%s shows what it finds, in a browser".formatted(url));
          }
          out.println("%s/metrics and %s/health/ready show how it does".formatted(url, url));
        });
    out.flush();
    Optional<Throwable> failure = awaitFailure(worker, stopped);
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return ExitCode.DONE.code(); // The process is being stopped, and the hook ends it.
    }
    worker.close();
    if (failure.isEmpty()) {
      return ExitCode.DONE.code();
    }
    Failure told = Failure.of(failure.get());
    throw told.isExpected()
        ? new CommandFailure(told.exitCode(), "the worker stopped: " + told.message())
        : new IllegalStateException("the worker stopped: " + failure.get(), failure.get());
  }

  /// Waits until a role fails, the process is stopped, or this thread is interrupted; empty in the
  /// last two cases.
  private static Optional<Throwable> awaitFailure(WatchedWorker worker, CountDownLatch stopped) {
    try {
      while (worker.failure().isEmpty()) {
        if (stopped.await(LOOK_INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
          return Optional.empty();
        }
      }
      return worker.failure();
    } catch (InterruptedException e) {
      return Optional.empty();
    }
  }

  /// Runs when the process is told to stop. Being told so is no failure, but the JVM would exit
  /// with the signal's number, so the process is ended here with 0 once all is published.
  private static void stop(WatchedWorker worker, CountDownLatch stopped) {
    worker.close();
    stopped.countDown();
    Runtime.getRuntime().halt(ExitCode.DONE.code());
  }

  private static void checkTopics(GavelConfig settings) {
    Set<String> needed = new TreeSet<>();
    settings.roles().forEach(role -> needed.addAll(Rights.topics(Duty.of(role), settings)));
    try (ClusterTopics cluster = ClusterTopics.of(settings.kafka())) {
      Set<String> missing = cluster.missing(needed);
      if (!missing.isEmpty()) {
        throw new CommandFailure(
            ExitCode.OUTSIDE_DOWN,
            "the cluster at %s has no topic %s, or shows it not to this user (see 'gavel acls'); 'gavel topics apply' creates what is missing"
                .formatted(settings.kafka().bootstrapServers(), String.join(", ", missing)));
      }
    }
  }

  private static String names(Set<Role> roles) {
    return roles.stream()
        .sorted()
        .map(role -> role.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  /// Reads a role's name.
  static final class RoleConverter implements ITypeConverter<Role> {
    /// For picocli.
    RoleConverter() {}

    @Override
    public Role convert(String value) {
      return Arrays.stream(Role.values())
          .filter(role -> role.name().equalsIgnoreCase(value.strip()))
          .findFirst()
          .orElseThrow(() ->
              new TypeConversionException(
                  "'%s' is no role; the roles are %s".formatted(value, Role.names())));
    }
  }
}
