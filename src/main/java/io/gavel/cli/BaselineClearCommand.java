package io.gavel.cli;

import io.gavel.cli.kafka.Cluster;
import io.gavel.cli.kafka.ClusterException;
import io.gavel.cli.kafka.CompactedTopic;
import io.gavel.cli.kafka.RecordPublisher;
import io.gavel.schema.Baseline;
import io.gavel.topic.Topic;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `gavel baseline clear`: takes a baseline back.
@Command(
    name = "clear",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Take back the baseline of a series.",
    description = {
      "",
      "The series begins anew and is compared with what it was before, from now on. An alert that is"
          + " open ends.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = "  gavel baseline clear --application support --model heron-8b --rubric tone")
final class BaselineClearCommand implements Callable<Integer> {
  @Mixin private SeriesOptions options = new SeriesOptions();
  @Mixin private ReplayOption config = new ReplayOption();
  @Spec private @Nullable CommandSpec spec;

  /// For picocli.
  BaselineClearCommand() {}

  @Override
  public Integer call() {
    options.check(spec);
    Cluster cluster = new Cluster(config.load());
    CommandIo io = CommandIo.of(spec);
    String key = options.series().key();
    try {
      cluster.check(List.of(Topic.BASELINES));
      if (!isSet(cluster, key)) {
        throw new CommandFailure(
            ExitCode.CHECK_FAILED,
            "no baseline is set for series %s: `gavel baseline show` lists those that are"
                .formatted(options.text()));
      }
      try (RecordPublisher publisher = cluster.publisher()) {
        publisher.publish(Topic.BASELINES, key, null, tooLarge -> {});
        publisher.flush();
      }
      io.out().println("baseline taken back: " + options.text());
      return ExitCode.DONE.code();
    } catch (ClusterException e) {
      throw new CommandFailure(ExitCode.OUTSIDE_DOWN, String.valueOf(e.getMessage()));
    }
  }

  /// One that cannot be read is there as well.
  private static boolean isSet(Cluster cluster, String key) {
    boolean[] poison = {false};
    try (Consumer<byte[], byte[]> consumer = cluster.consumer();
        Deserializer<Baseline> deserializer = cluster.serdes().deserializer(Baseline.class)) {
      return new CompactedTopic(
                  consumer, cluster.servers(), ignored -> poison[0] = true, InstantSource.system())
              .read(cluster.name(Topic.BASELINES), deserializer)
              .containsKey(key)
          || poison[0];
    }
  }
}
