package io.gavel.cli;

import io.gavel.cli.export.ExportFile;
import io.gavel.cli.export.ExportProgress;
import io.gavel.cli.export.ExportState;
import io.gavel.cli.export.Exporter;
import io.gavel.cli.export.Format;
import io.gavel.cli.export.PartnerReader;
import io.gavel.cli.export.Selection;
import io.gavel.cli.kafka.Cluster;
import io.gavel.cli.kafka.ClusterException;
import io.gavel.cli.kafka.TopicPosition;
import io.gavel.cli.text.TerminalText;
import io.gavel.topic.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

/// `gavel export`: feedback, preferences and rewards as files of JSON Lines.
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Write feedback, preferences or rewards into a file of JSON Lines.",
    description = {
      "",
      "Reads committed records from the oldest to the newest of now, and ends. Run again with the"
          + " same file, it goes on where it ended, however it ended: how far it is stands beside"
          + " the file, in FILE.state.",
      "What a stand-in judged and preferences that are ties are left out, and counted. So is what"
          + " has no line in the format, such as a turn of a conversation in one of single prompts, and"
          + " what needs a record that its topic no longer holds: trl-kto of rewards reads generations,"
          + " feedback-collection judge-requests. Those are kept on disk meanwhile, in the system's"
          + " temporary folder."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gavel export preferences --format trl-preference --output pairs.jsonl",
      "  gavel export rewards --output rewards.jsonl",
      "  gavel export rewards --format trl-kto --threshold 0.7 --output kto.jsonl",
      "  gavel export feedback --format feedback-collection --output judge-training.jsonl",
      "  gavel export feedback --include-stand-in --output feedback.jsonl"
    })
final class ExportCommand implements Callable<Integer> {
  private static final List<Topic> TOPICS = Format.RAW.topics();

  @Parameters(
      arity = "0..1",
      paramLabel = "TOPIC",
      description = "feedback, preferences or rewards.")
  private String topic = "";

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "The file; new, or one that an earlier run left.")
  private @Nullable Path output;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = {
        "raw (default): the record whole, with its schema's field names;",
        "trl-preference: {\"prompt\", \"chosen\", \"rejected\"}, of preferences;",
        "trl-kto: {\"prompt\", \"completion\", \"label\"}, of preferences, or of complete rewards"
            + " with --threshold;",
        "feedback-collection: the fields of Prometheus's training data, of feedback with a score from"
            + " 1 to 5. `gavel evaluate` reads it."
      })
  private String format = Format.RAW.toString();

  @Option(
      names = "--threshold",
      paramLabel = "REWARD",
      description =
          "trl-kto of rewards: the least reward of a wanted completion, 0 to 1; 0.5 (default).")
  private double threshold = 0.5;

  @Option(names = "--include-ties", description = "Preferences of neither response, too.")
  private boolean includeTies;

  @Option(
      names = "--include-stand-in",
      description = "What a stand-in judged, too. No model gave those scores.")
  private boolean includeStandIn;

  @Mixin private ReplayOption config = new ReplayOption();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandIo io = CommandIo.of(spec);
    Topic from = topic();
    Format as = format(from);
    if (output == null) {
      throw usage("--output: name the file to write");
    }
    if (!(threshold >= 0 && threshold <= 1)) {
      throw usage("--threshold: %s is no reward: it must be from 0 to 1".formatted(threshold));
    }
    Path file = output;
    Cluster cluster = new Cluster(config.load());
    try (Interruption interruption = Interruption.awaited(ExitCode.CHECK_FAILED)) {
      cluster.check(Stream.concat(Stream.of(from), as.partner(from).stream()).toList());
      Exporter.Result result =
          export(from, from.recordClass(), as, file, cluster, interruption, io);
      long standIns = result.count(Selection.Choice.STAND_IN);
      if (standIns > 0) {
        io.err()
            .println(
                "left out what stand-in judges said: %d records; --include-stand-in takes them"
                    .formatted(standIns));
      }
      io.out()
          .printf(
              "exported: lines=%d ties_left_out=%d stand_ins_left_out=%d unmatched=%d unsuitable=%d unreadable=%d%n",
              result.lines(),
              result.count(Selection.Choice.TIE),
              standIns,
              result.count(Selection.Choice.UNMATCHED),
              result.count(Selection.Choice.UNSUITABLE),
              result.unreadable());
      return (result.unreadable() == 0 ? ExitCode.DONE : ExitCode.CHECK_FAILED).code();
    } catch (ClusterException e) {
      throw new CommandFailure(ExitCode.OUTSIDE_DOWN, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "--output: " + TerminalText.line(String.valueOf(e.getMessage())));
    }
  }

  private <T extends SpecificRecord> Exporter.Result export(
      Topic from,
      Class<T> type,
      Format as,
      Path path,
      Cluster cluster,
      Interruption interruption,
      CommandIo io)
      throws IOException {
    Selection selection = new Selection(includeTies, includeStandIn, threshold);
    String name = cluster.name(from);
    try (ExportFile file = ExportFile.open(path, ExportState.begin(name, as, selection));
        Consumer<byte[], byte[]> consumer = cluster.consumer();
        Deserializer<T> deserializer = cluster.serdes().deserializer(type);
        PartnerReader<?> partners = partners(from, as, cluster);
        ExportProgress progress = new ExportProgress(Terminal.isInteractive())) {
      interruption.stopBy(consumer::wakeup);
      return new Exporter<>(
              new TopicPosition(consumer, cluster.servers()),
              deserializer,
              as,
              selection,
              partners,
              poison -> {
                io.err().println("skipped: " + poison);
                io.err().flush();
              })
          .run(name, file, progress);
    }
  }

  private static @Nullable PartnerReader<?> partners(Topic from, Format as, Cluster cluster)
      throws IOException {
    Optional<Topic> partner = as.partner(from);
    return partner.isEmpty() ? null : partners(partner.get(), partner.get().recordClass(), cluster);
  }

  private static <P extends SpecificRecord> PartnerReader<P> partners(
      Topic partner, Class<P> type, Cluster cluster) throws IOException {
    return new PartnerReader<>(cluster.name(partner), cluster.serdes().deserializer(type));
  }

  private Topic topic() {
    return TOPICS.stream()
        .filter(known -> known.baseName().equals(topic))
        .findFirst()
        .orElseThrow(() ->
            usage(
                "there is no topic '%s' to export: it must be one of %s"
                    .formatted(TerminalText.line(topic), names(TOPICS))));
  }

  private Format format(Topic from) {
    Format as =
        Arrays.stream(Format.values())
            .filter(known -> known.toString().equals(format))
            .findFirst()
            .orElseThrow(() ->
                usage(
                    "--format: '%s' is none: it must be one of %s"
                        .formatted(
                            TerminalText.line(format),
                            Arrays.stream(Format.values())
                                .map(Format::toString)
                                .collect(Collectors.joining(", ")))));
    if (!as.topics().contains(from)) {
      throw usage("--format %s: is of %s alone".formatted(as, names(as.topics())));
    }
    return as;
  }

  private static String names(List<Topic> topics) {
    return topics.stream().map(Topic::baseName).collect(Collectors.joining(", "));
  }

  private ParameterException usage(String message) {
    return CommandIo.usage(spec, message);
  }
}
