package io.gavel.cli;

import io.gavel.config.GavelConfig;
import io.gavel.topic.ClusterTopics;
import io.gavel.topic.TopicDefinition;
import io.gavel.topic.TopicDifference;
import io.gavel.topic.TopicManifest;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `gavel topics`: the cluster's topics.
@Command(
    name = "topics",
    mixinStandardHelpOptions = true,
    header = "Create the topics, or check them.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  gavel topics apply --dry-run    show what would be done",
      "  gavel topics apply              do it",
      "  gavel topics check              exit with 1 when a topic is not as it should be",
      "  gavel topics manifest           print them for Strimzi's topic operator"
    })
final class TopicsCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  /// For picocli.
  TopicsCommand() {}

  @Command(
      name = "apply",
      mixinStandardHelpOptions = true,
      header = "Create what is missing, and change settings that differ.",
      description = {
        "",
        "Numbers of partitions and replicas stay as they are, because changing them is not harmless:"
            + " such a difference is told, and the command exits with 1.",
        ""
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  gavel topics apply --dry-run",
        "  GAVEL_TOPICS_PARTITIONS=48 gavel topics apply --config production.yaml"
      })
  void apply(
      @Mixin ReplayOption config,
      @Option(names = "--dry-run", description = "Show what would be done, and do nothing.")
          boolean dryRun) {
    GavelConfig settings = config.load();
    List<TopicDefinition> wanted = TopicDefinition.all(settings.topics());
    PrintWriter out = spec.commandLine().getOut();
    try (ClusterTopics cluster = ClusterTopics.of(settings.kafka())) {
      List<TopicDifference> differences = cluster.differences(wanted);
      if (!dryRun) {
        cluster.apply(differences);
      }
      for (TopicDifference difference : differences) {
        if (difference.canBeApplied()) {
          out.println((dryRun ? "would " : "") + act(difference));
        } else {
          out.println(difference.text());
        }
      }
      long left = differences.stream().filter(it -> !it.canBeApplied()).count();
      if (left > 0) {
        out.flush();
        throw new CommandFailure(
            ExitCode.CHECK_FAILED, left + " difference(s) cannot be changed from here; see above");
      }
      out.println(
          differences.isEmpty()
              ? "all %d topics are as they should be".formatted(wanted.size())
              : "%d change(s) %s".formatted(differences.size(), dryRun ? "to make" : "made"));
      out.flush();
    }
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      header = "Say what is not as it should be, and exit with 1 when anything is not.",
      footerHeading = "%nExamples:%n",
      footer = {"  gavel topics check", "  gavel topics check --config production.yaml"})
  void check(@Mixin ReplayOption config) {
    GavelConfig settings = config.load();
    List<TopicDefinition> wanted = TopicDefinition.all(settings.topics());
    PrintWriter out = spec.commandLine().getOut();
    try (ClusterTopics cluster = ClusterTopics.of(settings.kafka())) {
      List<TopicDifference> differences = cluster.differences(wanted);
      differences.forEach(difference -> out.println(difference.text()));
      if (!differences.isEmpty()) {
        out.flush();
        throw new CommandFailure(
            ExitCode.CHECK_FAILED,
            differences.size() + " difference(s); 'gavel topics apply' changes what it can");
      }
      out.println("all %d topics are as they should be".formatted(wanted.size()));
      out.flush();
    }
  }

  @Command(
      name = "manifest",
      mixinStandardHelpOptions = true,
      header = "Print the topics as KafkaTopic resources, for Strimzi's topic operator.",
      description = {
        "",
        "It asks no cluster. Where replicas are the broker's default, none are told.",
        ""
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  gavel topics manifest > topics.yaml",
        "  GAVEL_TOPICS_PARTITIONS=48 gavel topics manifest --cluster events | kubectl apply -f -"
      })
  void manifest(
      @Mixin ReplayOption config,
      @Option(
              names = "--cluster",
              paramLabel = "NAME",
              defaultValue = "kafka",
              description = "The Kafka resource of Strimzi (default: ${DEFAULT-VALUE}).")
          String cluster) {
    if (!TopicManifest.isName(cluster)) {
      throw new ParameterException(
          spec.commandLine(),
          "--cluster: a name has lower-case letters, digits, '-' and '.' and at most 63 characters");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(TopicManifest.of(TopicDefinition.all(config.load().topics()), cluster));
    out.flush();
  }

  private static String act(TopicDifference difference) {
    return switch (difference) {
      case TopicDifference.Missing(TopicDefinition wanted) ->
          "create %s with %d partitions".formatted(wanted.name(), wanted.partitions());
      case TopicDifference.Setting(String topic, String key, String found, String wanted) ->
          "set %s of %s to %s (was %s)".formatted(key, topic, wanted, found);
      case TopicDifference.Partitions other -> other.text();
      case TopicDifference.Replicas other -> other.text();
    };
  }
}
