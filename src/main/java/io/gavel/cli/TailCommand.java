package io.gavel.cli;

import io.gavel.cli.kafka.Cluster;
import io.gavel.cli.kafka.ClusterException;
import io.gavel.cli.kafka.TopicPosition;
import io.gavel.cli.tail.Filter;
import io.gavel.cli.tail.JsonPrinter;
import io.gavel.cli.tail.RecordJson;
import io.gavel.cli.tail.RecordPrinter;
import io.gavel.cli.tail.TablePrinter;
import io.gavel.cli.tail.Tail;
import io.gavel.cli.tail.View;
import io.gavel.cli.tail.Views;
import io.gavel.cli.text.TerminalText;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.avro.specific.SpecificRecord;
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

/// `gavel tail`: reads feedback and the other results.
@Command(
    name = "tail",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Show feedback, or another topic, as it comes.",
    description = {
      "",
      "Shows committed records only. It joins no consumer group and changes nothing. Ctrl-C ends"
          + " it.",
      "A score with a star is of a stand-in judge, not of a model."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gavel tail",
      "  gavel tail --last 20 --rubric clarity --application 'support-*'",
      "  gavel tail dead-letters --from-beginning --no-follow",
      "  gavel tail feedback --from-beginning --output json | jq .score"
    })
final class TailCommand implements Callable<Integer> {
  private static final int MOST_LAST = 100_000;

  /// How records are printed.
  enum Output {
    /// Rows, cut to the width of the terminal.
    table,
    /// One JSON object per line, whole.
    json
  }

  /// The topics, for picocli.
  static final class TopicNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Views.names().iterator();
    }
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "TOPIC",
      defaultValue = "feedback",
      completionCandidates = TopicNames.class,
      description = "One of ${COMPLETION-CANDIDATES}; feedback by default.")
  private String topic = "feedback";

  @Option(names = "--from-beginning", description = "Begin with the oldest record.")
  private boolean fromBeginning;

  @Option(
      names = "--last",
      paramLabel = "N",
      description = "Begin with the newest N records that pass the filters.")
  private int last;

  @Option(names = "--limit", paramLabel = "N", description = "End after N records.")
  private long limit = Long.MAX_VALUE;

  @Option(names = "--no-follow", description = "End where the topic ends now.")
  private boolean noFollow;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description =
          "table (default), or json: one object per line with the schema's field names, times in"
              + " ISO 8601, bytes in Base64.")
  private Output output = Output.table;

  @Option(
      names = "--application",
      paramLabel = "NAME",
      description = "Only this application; * stands for any characters.")
  private @Nullable String application;

  @Option(names = "--model", paramLabel = "NAME", description = "Only this model; likewise.")
  private @Nullable String model;

  @Option(names = "--rubric", paramLabel = "ID", description = "Only this rubric; likewise.")
  private @Nullable String rubric;

  @Mixin private ReplayOption config = new ReplayOption();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandIo io = CommandIo.of(spec);
    check(!(fromBeginning && last > 0), "--from-beginning and --last exclude each other");
    check(last >= 0 && last <= MOST_LAST, "--last: must be 0 to " + MOST_LAST);
    check(limit > 0, "--limit: must be 1 or more");
    View<?> view = Views.of(topic).orElse(null);
    if (view == null) {
      throw usage(
          "there is no topic '%s' to show: it must be one of %s"
              .formatted(TerminalText.line(topic), String.join(", ", Views.names())));
    }
    Cluster cluster = new Cluster(config.load());
    try (Interruption interruption = Interruption.awaited()) {
      cluster.check(List.of(view.topic()));
      show(view, cluster, interruption, io);
      return ExitCode.DONE.code();
    } catch (ClusterException e) {
      throw new CommandFailure(ExitCode.OUTSIDE_DOWN, String.valueOf(e.getMessage()));
    }
  }

  private <T extends SpecificRecord> void show(
      View<T> view, Cluster cluster, Interruption interruption, CommandIo io) {
    Filter filter = new Filter(application, model, rubric);
    try (Consumer<byte[], byte[]> consumer = cluster.consumer();
        Deserializer<T> deserializer = cluster.serdes().deserializer(view.type())) {
      interruption.stopBy(consumer::wakeup);
      new Tail<>(
              new TopicPosition(consumer, cluster.servers()),
              deserializer,
              value -> filter.test(view.subject().apply(value)),
              printer(view, io),
              poison -> {
                io.err().println("skipped: " + poison);
                io.err().flush();
              })
          .run(cluster.name(view.topic()), new Tail.Range(fromBeginning, last, limit, !noFollow));
    }
  }

  private <T extends SpecificRecord> RecordPrinter<T> printer(View<T> view, CommandIo io) {
    return switch (output) {
      case table ->
          new TablePrinter<>(
              view, Terminal.columns(System.getenv()), ZoneId.systemDefault(), io.out());
      case json ->
          new JsonPrinter<>(
              new RecordJson(!System.out.charset().equals(StandardCharsets.UTF_8)), io.out());
    };
  }

  private void check(boolean holds, String message) {
    if (!holds) {
      throw usage(message);
    }
  }

  private ParameterException usage(String message) {
    return CommandIo.usage(spec, message);
  }
}
