package io.gavel.cli;

import io.gavel.cli.apply.Change;
import io.gavel.cli.apply.ClusterState;
import io.gavel.cli.apply.DefinitionFiles;
import io.gavel.cli.apply.Definitions;
import io.gavel.cli.apply.Deletion;
import io.gavel.cli.apply.Kind;
import io.gavel.cli.apply.Plan;
import io.gavel.cli.apply.PlanPublisher;
import io.gavel.cli.apply.PlanText;
import io.gavel.cli.apply.Problem;
import io.gavel.cli.kafka.Cluster;
import io.gavel.cli.kafka.ClusterException;
import io.gavel.cli.kafka.CompactedTopic;
import io.gavel.cli.kafka.RecordPublisher;
import io.gavel.cli.text.TerminalText;
import io.gavel.schema.Policy;
import io.gavel.schema.Rubric;
import io.gavel.topic.Topic;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gavel apply`: publishes rubrics, references and policies from YAML.
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Publish rubrics, references and policies from YAML files.",
    description = {
      "",
      "Everything in all files is checked before anything is sent. Rubrics and policies are compared"
          + " with the cluster and sent where they differ; references are always sent, because there"
          + " may be millions. Nothing is deleted but by --delete."
    },
    footerHeading = "%nA file:%n",
    footer = {
      "  rubrics:",
      "    - id: clarity",
      "      version: 1                # raise it with every change of wording",
      "      criteria: Is the response easy to follow?",
      "      levels:                   # a prometheus judge knows exactly 1 to 5",
      "        {1: Not at all., 2: With effort., 3: At second reading., 4: Nearly at once.,",
      "         5: At first reading.}",
      "      reference: none           # required, optional (default) or none",
      "    - id: complete",
      "      version: 1",
      "      criteria: Does the response say all that a customer needs?",
      "      checklist:                # instead of levels: the score is how many are met",
      "        - Does it name the deadline?",
      "        - Does it say what to do next?",
      "  references:",
      "    - id: refund-question",
      "      answer: Refunds arrive within five working days.",
      "  policies:",
      "    - id: support",
      "      applications: [\"support-*\"]   # also: models, tags",
      "      rubrics: [clarity]            # or {id: clarity, weight: 2.0}",
      "      sampling_rate: 0.25           # default 1",
      "      priority: monitoring          # or reward, backfill",
      "",
      "Examples:",
      "  gavel apply --dry-run rubrics.yaml policies.yaml",
      "  gavel apply definitions/",
      "  gavel apply --delete policy/support --delete rubric/clarity"
    })
final class ApplyCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "YAML files, directories with *.yaml files, or '-' for standard input.")
  private List<String> files = List.of();

  @Option(
      names = "--dry-run",
      description = "Check, and show what would change on the cluster; send nothing.")
  private boolean dryRun;

  @Option(
      names = "--delete",
      paramLabel = "KIND/ID",
      description =
          "Delete a rubric, reference or policy, such as policy/support; may be repeated.")
  private List<String> delete = List.of();

  @Mixin private ReplayOption config = new ReplayOption();
  @Spec private @Nullable CommandSpec spec;

  private final InputStream standardInput;

  /// Reads the process's standard input.
  ApplyCommand() {
    this(System.in);
  }

  /// @param standardInput what `-` is
  ApplyCommand(InputStream standardInput) {
    this.standardInput = standardInput;
  }

  @Override
  public Integer call() {
    CommandIo io = CommandIo.of(spec);
    List<Deletion> deletions = deletions();
    Definitions definitions = new DefinitionFiles(standardInput).read(files);
    if (!definitions.problems().isEmpty()) {
      return refuse(definitions.problems(), io);
    }
    Cluster cluster = new Cluster(config.load());
    try {
      cluster.check(List.of(Topic.RUBRICS, Topic.REFERENCES, Topic.POLICIES));
      Plan plan = Plan.of(definitions, deletions, read(cluster, io));
      if (!plan.problems().isEmpty()) {
        return refuse(plan.problems(), io);
      }
      PlanText.lines(plan).forEach(io.out()::println);
      if (!dryRun) {
        try (RecordPublisher publisher = cluster.publisher()) {
          new PlanPublisher(publisher).publish(plan);
        }
      }
      io.out().println(summary(plan));
      return ExitCode.DONE.code();
    } catch (ClusterException e) {
      throw new CommandFailure(ExitCode.OUTSIDE_DOWN, String.valueOf(e.getMessage()));
    }
  }

  private List<Deletion> deletions() {
    if (files.isEmpty() && delete.isEmpty()) {
      throw usage("name at least one FILE, or something to --delete");
    }
    return delete.stream()
        .map(text ->
            Deletion.parse(text)
                .orElseThrow(() ->
                    usage(
                        "--delete %s: must be rubric/ID, reference/ID or policy/ID"
                            .formatted(TerminalText.line(text)))))
        .distinct()
        .toList();
  }

  private ParameterException usage(String message) {
    return CommandIo.usage(spec, message);
  }

  private static int refuse(List<Problem> problems, CommandIo io) {
    problems.forEach(io.err()::println);
    io.err()
        .printf(
            "nothing was sent: %d problem%s%n", problems.size(), problems.size() == 1 ? "" : "s");
    return ExitCode.CHECK_FAILED.code();
  }

  private static ClusterState read(Cluster cluster, CommandIo io) {
    try (Consumer<byte[], byte[]> consumer = cluster.consumer();
        Deserializer<Rubric> rubrics = cluster.serdes().deserializer(Rubric.class);
        Deserializer<Policy> policies = cluster.serdes().deserializer(Policy.class)) {
      CompactedTopic topic =
          new CompactedTopic(
              consumer,
              cluster.servers(),
              poison -> io.err().println("skipped: " + TerminalText.line(poison)),
              InstantSource.system());
      Map<String, Rubric> rubricsById = topic.read(cluster.name(Topic.RUBRICS), rubrics);
      return new ClusterState(rubricsById, topic.read(cluster.name(Topic.POLICIES), policies));
    }
  }

  private String summary(Plan plan) {
    long deleted = plan.changes().stream().filter(Change.Deleted.class::isInstance).count();
    return "%s: rubrics=%d references=%d policies=%d unchanged=%d%s"
        .formatted(
            dryRun ? "would apply" : "applied",
            sent(plan, Kind.RUBRIC),
            sent(plan, Kind.REFERENCE),
            sent(plan, Kind.POLICY),
            plan.changes().stream().filter(Change.Unchanged.class::isInstance).count(),
            deleted == 0 ? "" : " deleted=" + deleted);
  }

  private static long sent(Plan plan, Kind kind) {
    Predicate<Change> published =
        change ->
            switch (change) {
              case Change.New ignored -> true;
              case Change.Changed ignored -> true;
              case Change.NotCompared ignored -> true;
              case Change.Unchanged ignored -> false;
              case Change.Deleted ignored -> false;
            };
    return plan.changes().stream()
        .filter(change -> change.kind() == kind)
        .filter(published)
        .count();
  }
}
