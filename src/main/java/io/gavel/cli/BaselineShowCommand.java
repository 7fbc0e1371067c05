package io.gavel.cli;

import io.gavel.cli.baseline.BaselineTable;
import io.gavel.cli.kafka.Cluster;
import io.gavel.cli.kafka.ClusterException;
import io.gavel.cli.kafka.CompactedTopic;
import io.gavel.cli.tail.RecordJson;
import io.gavel.schema.Alert;
import io.gavel.schema.AlertState;
import io.gavel.schema.Baseline;
import io.gavel.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gavel baseline show`: which baselines are set.
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "List the baselines that are set.",
    description = {
      "",
      "Beside each it says `alert` where an alert of the series is open. A series that is not listed"
          + " is compared with what it was before.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  gavel baseline show", "  gavel baseline show --json | jq -r .note"})
final class BaselineShowCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Each as one line of JSON, whole.")
  private boolean json;

  @Mixin private ReplayOption config = new ReplayOption();
  @Spec private @Nullable CommandSpec spec;

  /// For picocli.
  BaselineShowCommand() {}

  @Override
  public Integer call() {
    Cluster cluster = new Cluster(config.load());
    CommandIo io = CommandIo.of(spec);
    try {
      cluster.check(List.of(Topic.BASELINES, Topic.ALERTS));
      Map<String, Baseline> baselines = newest(cluster, Topic.BASELINES, Baseline.class, io);
      Map<String, Alert> alerts = newest(cluster, Topic.ALERTS, Alert.class, io);
      if (json) {
        RecordJson lines = new RecordJson(!isUtf8());
        baselines.forEach((key, baseline) ->
            io.out()
                .println(
                    lines.line(
                        baseline, Map.of("series_key", key, "alert", isOpen(alerts.get(key))))));
      } else if (baselines.isEmpty()) {
        io.out().println("no baseline is set: every series is compared with what it was before");
      } else {
        BaselineTable table =
            new BaselineTable(Terminal.columns(System.getenv()), ZoneId.systemDefault());
        table.header().forEach(io.out()::println);
        baselines.forEach((key, baseline) ->
            table.rows(baseline, isOpen(alerts.get(key))).forEach(io.out()::println));
      }
      return ExitCode.DONE.code();
    } catch (ClusterException e) {
      throw new CommandFailure(ExitCode.OUTSIDE_DOWN, String.valueOf(e.getMessage()));
    }
  }

  private static <T extends SpecificRecord> Map<String, T> newest(
      Cluster cluster, Topic topic, Class<T> type, CommandIo io) {
    try (Consumer<byte[], byte[]> consumer = cluster.consumer();
        Deserializer<T> deserializer = cluster.serdes().deserializer(type)) {
      return new CompactedTopic(
              consumer,
              cluster.servers(),
              poison -> io.err().println("skipped: " + poison),
              InstantSource.system())
          .read(cluster.name(topic), deserializer);
    } finally {
      io.err().flush();
    }
  }

  private static boolean isOpen(@Nullable Alert alert) {
    return alert != null && alert.getState() != AlertState.CLEARED;
  }

  private static boolean isUtf8() {
    return System.getProperty("stdout.encoding", "UTF-8")
        .equalsIgnoreCase(StandardCharsets.UTF_8.name());
  }
}
