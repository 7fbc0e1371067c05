package io.gavel.cli;

import io.gavel.cli.kafka.ClusterException;
import io.gavel.cli.reset.ResetException;
import io.gavel.cli.reset.StreamsReset;
import io.gavel.cli.reset.StreamsRoleReset;
import io.gavel.config.GavelConfig;
import io.gavel.config.Role;
import io.gavel.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gavel reset`: makes a role on Kafka Streams begin anew.
@Command(
    name = "reset",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Make a role begin anew: delete its stores on the cluster and its group's offsets.",
    description = {
      "",
      "For the roles enrich, reward and monitor, when a release says that it cannot read the stores of"
          + " the one before, or a store is broken. No worker of the role may run. It deletes the role's"
          + " internal topics; Gavel's own topics stay as they are. On every worker the role's folder below"
          + " its state_dir must be deleted as well, before it starts again.",
      "By default the role goes on with what comes from now on, and what its stores held is lost:"
          + " generations that waited for a rubric or a group, rewards and pairs that were half there,"
          + " windows and evidence of the monitor. --from-beginning has it read again whatever its topics"
          + " still hold: right for monitor, whose windows are published whole; enrich and reward would"
          + " publish again what they had published.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gavel reset --role monitor --from-beginning --dry-run",
      "  gavel reset --role monitor --from-beginning --yes",
      "  gavel reset --role enrich --yes",
      "",
      "Exit codes: 0 done, 1 a worker of the role runs, 2 wrong usage or configuration, 3 something",
      "outside is down."
    })
final class ResetCommand implements Callable<Integer> {
  private static final Duration CLOSE = Duration.ofSeconds(1);

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      converter = RunCommand.RoleConverter.class,
      description = "enrich, reward or monitor.")
  private @Nullable Role role;

  @Option(
      names = "--from-beginning",
      description =
          "Read again whatever the role's topics still hold, instead of going on from now.")
  private boolean fromBeginning;

  @Option(names = "--dry-run", description = "Say what would be deleted, and delete nothing.")
  private boolean dryRun;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask. Without a terminal there is nobody to ask, and it must be given.")
  private boolean yes;

  @Mixin private ReplayOption config = new ReplayOption();
  @Spec private @Nullable CommandSpec spec;

  /// For picocli.
  ResetCommand() {}

  @Override
  public Integer call() {
    CommandIo io = CommandIo.of(spec);
    if (role == null) {
      throw CommandIo.usage(spec, "--role must be given: enrich, reward or monitor");
    }
    Role of = role;
    GavelConfig settings = config.load();
    StreamsRoleReset reset =
        StreamsRoleReset.of(of, settings)
            .orElseThrow(() ->
                CommandIo.usage(
                    spec, "--role: has no stores; it is one of enrich, reward, monitor"));
    if (!dryRun && !yes && !Terminal.isInteractive()) {
      throw CommandIo.usage(
          spec, "there is no terminal to ask on: add --yes, or --dry-run to see what it would do");
    }
    try (AutoCloseableAdmin opened =
        new AutoCloseableAdmin(Admin.create(settings.kafka().admin()))) {
      StreamsReset cluster =
          new StreamsReset(opened.admin(), settings.kafka().bootstrapServers(), reset);
      List<String> internal = cluster.internalTopics();
      List<String> skipped = fromBeginning ? List.of() : names(reset.events(), settings);
      tell(reset, internal, skipped, io);
      if (dryRun) {
        return ExitCode.DONE.code();
      }
      if (!yes && !Terminal.confirms("Reset the role %s?".formatted(name(of)))) {
        io.out().println("nothing was reset");
        io.out().flush();
        return ExitCode.DONE.code();
      }
      cluster.run(internal, skipped);
      io.out().printf("reset: role=%s internal_topics=%d%n", name(of), internal.size());
      io.out().flush();
      return ExitCode.DONE.code();
    } catch (ClusterException e) {
      throw new CommandFailure(ExitCode.OUTSIDE_DOWN, String.valueOf(e.getMessage()));
    } catch (ResetException e) {
      throw new CommandFailure(ExitCode.CHECK_FAILED, String.valueOf(e.getMessage()));
    }
  }

  private record AutoCloseableAdmin(Admin admin) implements AutoCloseable {
    @Override
    public void close() {
      admin.close(CLOSE);
    }
  }

  private void tell(
      StreamsRoleReset reset, List<String> internal, List<String> skipped, CommandIo io) {
    internal.forEach(topic -> io.out().println("delete topic " + topic));
    io.out().println("delete offsets of group " + reset.applicationId());
    skipped.forEach(topic -> io.out().println("go on at the end of " + topic));
    io.out()
        .printf(
            "then, on every worker, delete the folders named %s below %s%n",
            reset.applicationId(),
            reset.stateDir().isEmpty() ? "the system's temporary folder" : reset.stateDir());
    io.out().flush();
    if (fromBeginning && !reset.repeatable()) {
      io.err().println("the role will publish again what it has published of what its topics hold");
      io.err().flush();
    }
  }

  private static List<String> names(List<Topic> topics, GavelConfig settings) {
    return topics.stream().map(topic -> topic.name(settings.topics().prefix())).toList();
  }

  private static String name(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
