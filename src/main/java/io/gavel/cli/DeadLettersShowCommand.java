package io.gavel.cli;

import io.gavel.cli.deadletters.LetterReader;
import io.gavel.cli.deadletters.LetterText;
import io.gavel.cli.deadletters.Prefixes;
import io.gavel.cli.deadletters.Source;
import io.gavel.cli.deadletters.SourceRecords;
import io.gavel.cli.tail.RecordJson;
import io.gavel.cli.text.TerminalText;
import io.gavel.schema.DeadLetter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

  @Mixin private LetterOutput output = new LetterOutput();
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
    CommandIo io = CommandIo.of(spec);
    return output.print(io, letters -> show(letters, prefix, io));
  }

  private void show(LetterOutput.Letters letters, String prefix, CommandIo io) {
    DeadLetter letter = find(letters.reader(), prefix);
    Source source =
        Source.of(
            letter,
            new SourceRecords(letters.consumer(), letters.cluster().servers()),
            letters.cluster().serdes(),
            letters.topicPrefix());
    print(letter, letters.sentAgain().get(letter.getDeadLetterId()), source, io);
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
    RecordJson json = output.json();
    if (output.isTable()) {
      new LetterText(Terminal.columns(System.getenv()), ZoneId.systemDefault(), json)
          .lines(letter, sentAgain, source)
          .forEach(io.out()::println);
    } else {
      @Nullable SpecificRecord record =
          source instanceof Source.Intact(SpecificRecord value) ? value : null;
      Map<String, @Nullable Object> more = new HashMap<>();
      more.put("sent_again_at", sentAgain);
      more.put("source_record", record);
      io.out().println(json.line(letter, more));
    }
  }
}
