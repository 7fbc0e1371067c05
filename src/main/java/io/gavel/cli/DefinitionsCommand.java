package io.gavel.cli;

import io.gavel.cli.apply.DefinitionWriter;
import io.gavel.cli.kafka.Cluster;
import io.gavel.cli.kafka.ClusterException;
import io.gavel.cli.kafka.CompactedTopic;
import io.gavel.cli.text.TerminalText;
import io.gavel.schema.Policy;
import io.gavel.schema.Reference;
import io.gavel.schema.Rubric;
import io.gavel.topic.Topic;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gavel definitions`: rubrics, references and policies as a file of `gavel apply`.
@Command(
    name = "definitions",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Print rubrics, references and policies as YAML for `gavel apply`: a back-up.",
    description = {
      "",
      "The newest of each, as the cluster has it now. `gavel apply` of the file gives the same"
          + " records, on this cluster or another. All are in memory meanwhile: where references are"
          + " millions, leave them out with --no-references and keep their source.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gavel definitions > definitions.yaml",
      "  gavel apply --dry-run definitions.yaml      what a restore would change",
      "  gavel definitions --no-references --config staging.yaml | gavel apply -"
    })
final class DefinitionsCommand implements Callable<Integer> {
  @Option(names = "--no-references", description = "Leave the references out.")
  private boolean withoutReferences;

  @Mixin private ReplayOption config = new ReplayOption();
  @Spec private @Nullable CommandSpec spec;

  /// For picocli.
  DefinitionsCommand() {}

  @Override
  public Integer call() {
    CommandIo io = CommandIo.of(spec);
    Cluster cluster = new Cluster(config.load());
    AtomicLong unreadable = new AtomicLong();
    java.util.function.Consumer<String> poison =
        line -> {
          unreadable.incrementAndGet();
          io.err().println("left out: " + TerminalText.line(line));
        };
    try {
      cluster.check(List.of(Topic.RUBRICS, Topic.REFERENCES, Topic.POLICIES));
      Map<String, Rubric> rubrics = read(cluster, Topic.RUBRICS, Rubric.class, poison);
      Map<String, Reference> references =
          withoutReferences ? Map.of() : read(cluster, Topic.REFERENCES, Reference.class, poison);
      Map<String, Policy> policies = read(cluster, Topic.POLICIES, Policy.class, poison);
      io.out()
          .print(DefinitionWriter.write(rubrics.values(), references.values(), policies.values()));
      io.out().flush();
      io.err()
          .printf(
              "definitions: rubrics=%d references=%d policies=%d unreadable=%d%n",
              rubrics.size(), references.size(), policies.size(), unreadable.get());
      io.err().flush();
      return (unreadable.get() == 0 ? ExitCode.DONE : ExitCode.CHECK_FAILED).code();
    } catch (ClusterException e) {
      throw new CommandFailure(ExitCode.OUTSIDE_DOWN, String.valueOf(e.getMessage()));
    }
  }

  private static <T extends SpecificRecord> Map<String, T> read(
      Cluster cluster, Topic topic, Class<T> type, java.util.function.Consumer<String> poison) {
    try (Consumer<byte[], byte[]> consumer = cluster.consumer();
        Deserializer<T> deserializer = cluster.serdes().deserializer(type)) {
      return new CompactedTopic(consumer, cluster.servers(), poison, InstantSource.system())
          .read(cluster.name(topic), deserializer);
    }
  }
}
