package io.gavel.cli;

import io.gavel.cli.deadletters.LetterReader;
import io.gavel.cli.deadletters.LetterText;
import io.gavel.cli.deadletters.Prefixes;
import io.gavel.cli.deadletters.SentAgain;
import io.gavel.cli.deadletters.Source;
import io.gavel.cli.deadletters.SourceRecords;
import io.gavel.cli.kafka.Cluster;
import io.gavel.cli.kafka.ClusterException;
import io.gavel.cli.kafka.TopicPosition;
import io.gavel.cli.tail.RecordJson;
import io.gavel.cli.text.TerminalText;
import io.gavel.config.GavelConfig;
import io.gavel.schema.DeadLetter;
import io.gavel.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gavel dead-letters show`: one dead letter whole.
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Show everything of one dead letter.",
    description = {
      "",
      "Why it failed, what the judge answered, where its record stood, and the record itself.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gavel dead-letters show 3f9ac01d",
      "  gavel dead-letters show 3f9ac01d --output json | jq .source_record"
    })
final class DeadLettersShowCommand implements Callable<Integer> {
  // Required, but checked below: picocli would miss it before it finds an option that does not
  // exist.
  @Parameters(
      arity = "0..1",
      defaultValue = "",
      paramLabel = "ID",
      description = "Its id, or the beginning of it that no other has, of at least 4 digits.")
  private String id = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description =
          "table (default): for a person; or json: one object with the schema's field names, when"
              + " it was sent again, and its record where that can be read.")
  private TailCommand.Output output = TailCommand.Output.table;

  @Mixin private ConfigOption config = new ConfigOption();
  @Spec private @Nullable CommandSpec spec;

  /// For picocli.
  DeadLettersShowCommand() {}

  @Override
  public Integer call() {
    String prefix = id.strip().toLowerCase(Locale.ROOT);
    if (prefix.isEmpty()) {
      throw CommandIo.usage(
          spec, "name a dead letter by its ID; `gavel dead-letters list` has them");
    }
    if (!Prefixes.isOne(prefix)) {
      throw CommandIo.usage(
          spec,
          "%s: must be the id of a dead letter, or its first 4 or more hexadecimal digits"
              .formatted(TerminalText.line(id)));
    }
    GavelConfig settings = config.load();
    Cluster cluster = new Cluster(settings);
    try {
      cluster.check(List.of(Topic.DEAD_LETTERS, Topic.DEAD_LETTER_RETRIES));
      show(cluster, prefix, settings.topics().prefix(), CommandIo.of(spec));
      return ExitCode.DONE.code();
    } catch (ClusterException e) {
      throw new CommandFailure(ExitCode.OUTSIDE_DOWN, String.valueOf(e.getMessage()));
    }
  }

  private void show(Cluster cluster, String prefix, String topicPrefix, CommandIo io) {
    try (Consumer<byte[], byte[]> consumer = cluster.consumer();
        Deserializer<DeadLetter> deserializer = cluster.serdes().deserializer(DeadLetter.class)) {
      TopicPosition position = new TopicPosition(consumer, cluster.servers());
      Map<String, Instant> sentAgain =
          SentAgain.read(position, cluster.name(Topic.DEAD_LETTER_RETRIES));
      LetterReader letters =
          new LetterReader(
              position, deserializer, poison -> io.err().println("skipped: " + poison));
      letters.open(cluster.name(Topic.DEAD_LETTERS));
      DeadLetter letter = find(letters, prefix);
      Source source =
          Source.of(
              letter,
              new SourceRecords(consumer, cluster.servers()),
              cluster.serdes(),
              topicPrefix);
      print(letter, sentAgain.get(letter.getDeadLetterId()), source, io);
    }
  }

  private static DeadLetter find(LetterReader letters, String prefix) {
    Prefixes prefixes = new Prefixes(List.of(prefix));
    Map<String, DeadLetter> found = new HashMap<>();
    letters.read(letter -> {
      if (prefixes.test(letter) && found.size() < 2) {
        found.put(letter.getDeadLetterId(), letter);
      }
      return true;
    });
    List<String> problems = prefixes.problems();
    if (!problems.isEmpty()) {
      throw new CommandFailure(ExitCode.CHECK_FAILED, String.join("; ", problems));
    }
    return found.values().iterator().next();
  }

  private void print(DeadLetter letter, @Nullable Instant sentAgain, Source source, CommandIo io) {
    RecordJson json = new RecordJson(!System.out.charset().equals(StandardCharsets.UTF_8));
    switch (output) {
      case table ->
          new LetterText(Terminal.columns(System.getenv()), ZoneId.systemDefault(), json)
              .lines(letter, sentAgain, source)
              .forEach(io.out()::println);
      case json -> {
        @Nullable SpecificRecord record =
            source instanceof Source.Intact(SpecificRecord value) ? value : null;
        Map<String, @Nullable Object> more = new HashMap<>();
        more.put("sent_again_at", sentAgain);
        more.put("source_record", record);
        io.out().println(json.line(letter, more));
      }
    }
    io.out().flush();
  }
}
