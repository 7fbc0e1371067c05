package io.gavel.cli;

import io.gavel.cli.deadletters.LetterReader;
import io.gavel.cli.deadletters.SentAgain;
import io.gavel.cli.kafka.Cluster;
import io.gavel.cli.kafka.ClusterException;
import io.gavel.cli.kafka.TopicPosition;
import io.gavel.cli.tail.RecordJson;
import io.gavel.config.GavelConfig;
import io.gavel.schema.DeadLetter;
import io.gavel.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.Deserializer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options of the commands that print dead letters, and their way to them.
final class LetterOutput {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description =
          "table (default): for a person; or json: one object per line with the schema's field"
              + " names and when it was sent again, times in ISO 8601, bytes in Base64.")
  private TailCommand.Output output = TailCommand.Output.table;

  @Mixin private ReplayOption config = new ReplayOption();

  /// For picocli.
  LetterOutput() {}

  /// What is printed.
  ///
  /// @param reader reads the dead letters
  /// @param sentAgain when each of them that was sent again was, by its id
  /// @param consumer reads other topics too
  /// @param cluster where they are
  /// @param topicPrefix of the topics' names
  record Letters(
      LetterReader reader,
      Map<String, Instant> sentAgain,
      Consumer<byte[], byte[]> consumer,
      Cluster cluster,
      String topicPrefix) {}

  /// Prints some of them.
  @FunctionalInterface
  interface Printing {
    /// Prints.
    ///
    /// @throws ClusterException when they cannot be read
    void print(Letters letters);
  }

  /// Whether it is for a person, not JSON.
  boolean isTable() {
    return output == TailCommand.Output.table;
  }

  /// How a dead letter is written as JSON.
  RecordJson json() {
    return new RecordJson(!System.out.charset().equals(StandardCharsets.UTF_8));
  }

  /// Opens the dead letters and has them printed; says which cannot be read.
  ///
  /// @throws CommandFailure when the broker or the registry does not answer
  int print(CommandIo io, Printing printing) {
    GavelConfig settings = config.load();
    Cluster cluster = new Cluster(settings);
    try {
      cluster.check(List.of(Topic.DEAD_LETTERS, Topic.DEAD_LETTER_RETRIES));
      try (Consumer<byte[], byte[]> consumer = cluster.consumer();
          Deserializer<DeadLetter> deserializer = cluster.serdes().deserializer(DeadLetter.class)) {
        TopicPosition position = new TopicPosition(consumer, cluster.servers());
        Map<String, Instant> sentAgain =
            SentAgain.read(position, cluster.name(Topic.DEAD_LETTER_RETRIES));
        LetterReader reader =
            new LetterReader(
                position, deserializer, poison -> io.err().println("skipped: " + poison));
        reader.open(cluster.name(Topic.DEAD_LETTERS));
        printing.print(
            new Letters(reader, sentAgain, consumer, cluster, settings.topics().prefix()));
      }
      io.out().flush();
      return ExitCode.DONE.code();
    } catch (ClusterException e) {
      throw new CommandFailure(ExitCode.OUTSIDE_DOWN, String.valueOf(e.getMessage()));
    }
  }
}
