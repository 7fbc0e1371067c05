package io.gavel.cli;

import io.gavel.cli.deadletters.LetterFilter;
import io.gavel.cli.deadletters.LetterReader;
import io.gavel.cli.deadletters.LetterSummary;
import io.gavel.cli.deadletters.LetterTable;
import io.gavel.cli.deadletters.Newest;
import io.gavel.cli.deadletters.SentAgain;
import io.gavel.cli.kafka.Cluster;
import io.gavel.cli.kafka.ClusterException;
import io.gavel.cli.kafka.TopicPosition;
import io.gavel.cli.tail.RecordJson;
import io.gavel.schema.DeadLetter;
import io.gavel.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gavel dead-letters list`: which dead letters there are.
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "List dead letters, and count them by reason.",
    description = {
      "",
      "Lists those that were not sent again, the newest last. It joins no consumer group and"
          + " changes nothing.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gavel dead-letters list",
      "  gavel dead-letters list --since 2h --application 'support-*'",
      "  gavel dead-letters list --reason unreadable_answer,answer_cut_off --limit 0",
      "  gavel dead-letters list --output json | jq -r .raw_answer"
    })
final class DeadLettersListCommand implements Callable<Integer> {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MOST_LIMIT = 100_000;

  @Mixin private LetterOptions options = new LetterOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description =
          "Only the newest N; 0: every one, as they are read. Default: 50 in a table, 0 as JSON.")
  private @Nullable Integer limit;

  @Option(names = "--all", description = "Those that were sent again, too.")
  private boolean all;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description =
          "table (default), or json: one object per line with the schema's field names and when it"
              + " was sent again, times in ISO 8601, bytes in Base64.")
  private TailCommand.Output output = TailCommand.Output.table;

  @Mixin private ConfigOption config = new ConfigOption();
  @Spec private @Nullable CommandSpec spec;

  /// For picocli.
  DeadLettersListCommand() {}

  @Override
  public Integer call() {
    int most = limit == null ? (isTable() ? DEFAULT_LIMIT : 0) : limit;
    if (most < 0 || most > MOST_LIMIT) {
      throw CommandIo.usage(spec, "--limit: must be 0 to " + MOST_LIMIT);
    }
    LetterFilter filter = options.filter(InstantSource.system().instant(), spec);
    CommandIo io = CommandIo.of(spec);
    Cluster cluster = new Cluster(config.load());
    try {
      cluster.check(List.of(Topic.DEAD_LETTERS, Topic.DEAD_LETTER_RETRIES));
      list(cluster, filter, most, io);
      return ExitCode.DONE.code();
    } catch (ClusterException e) {
      throw new CommandFailure(ExitCode.OUTSIDE_DOWN, String.valueOf(e.getMessage()));
    }
  }

  private void list(Cluster cluster, LetterFilter filter, int most, CommandIo io) {
    try (Consumer<byte[], byte[]> consumer = cluster.consumer();
        Deserializer<DeadLetter> deserializer = cluster.serdes().deserializer(DeadLetter.class)) {
      TopicPosition position = new TopicPosition(consumer, cluster.servers());
      Map<String, Instant> sentAgain =
          SentAgain.read(position, cluster.name(Topic.DEAD_LETTER_RETRIES));
      LetterReader letters =
          new LetterReader(
              position, deserializer, poison -> io.err().println("skipped: " + poison));
      letters.open(cluster.name(Topic.DEAD_LETTERS));
      Printed printed = new Printed(sentAgain, io);
      LetterSummary summary = new LetterSummary();
      Newest newest = new Newest(Math.max(1, most), !isTable());
      letters.read(letter -> {
        if (!filter.test(letter)) {
          summary.addOther();
        } else if (!all && sentAgain.containsKey(letter.getDeadLetterId())) {
          summary.addSentAgain();
        } else {
          summary.add(letter);
          if (most == 0) {
            printed.print(letter);
          } else {
            newest.add(letter);
          }
        }
        return !printed.isBroken();
      });
      newest.oldestFirst().forEach(printed::print);
      if (isTable() && !printed.isBroken()) {
        summary.lines(printed.count).forEach(io.out()::println);
      }
      io.out().flush();
    }
  }

  private boolean isTable() {
    return output == TailCommand.Output.table;
  }

  /// Prints dead letters and counts them.
  private final class Printed {
    private final Map<String, Instant> sentAgain;
    private final CommandIo io;
    private final LetterTable table =
        new LetterTable(Terminal.columns(System.getenv()), ZoneId.systemDefault());
    private final RecordJson json =
        new RecordJson(!System.out.charset().equals(StandardCharsets.UTF_8));
    private long count;

    Printed(Map<String, Instant> sentAgain, CommandIo io) {
      this.sentAgain = sentAgain;
      this.io = io;
    }

    void print(DeadLetter letter) {
      @Nullable Instant again = sentAgain.get(letter.getDeadLetterId());
      if (!isTable()) {
        Map<String, @Nullable Object> more = new HashMap<>();
        more.put("sent_again_at", again);
        io.out().println(json.line(letter, more));
      } else {
        if (count == 0) {
          table.header().forEach(io.out()::println);
        }
        table.rows(letter, again).forEach(io.out()::println);
      }
      count++;
    }

    /// Whether nobody reads the output any more, as after `| head`.
    boolean isBroken() {
      return count > 0 && count % 100 == 0 && (io.out().checkError() || System.out.checkError());
    }
  }
}
