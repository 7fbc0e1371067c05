package io.gavel.cli;

import io.gavel.cli.deadletters.LetterFilter;
import io.gavel.cli.deadletters.LetterSummary;
import io.gavel.cli.deadletters.LetterTable;
import io.gavel.cli.deadletters.Newest;
import io.gavel.cli.tail.RecordJson;
import io.gavel.schema.DeadLetter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
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

  @Mixin private LetterOutput output = new LetterOutput();
  @Spec private @Nullable CommandSpec spec;

  /// For picocli.
  DeadLettersListCommand() {}

  @Override
  public Integer call() {
    int most = limit == null ? (output.isTable() ? DEFAULT_LIMIT : 0) : limit;
    if (most < 0 || most > MOST_LIMIT) {
      throw CommandIo.usage(spec, "--limit: must be 0 to " + MOST_LIMIT);
    }
    LetterFilter filter = options.filter(InstantSource.system().instant(), spec);
    CommandIo io = CommandIo.of(spec);
    return output.print(io, letters -> list(letters, filter, most, io));
  }

  private void list(LetterOutput.Letters letters, LetterFilter filter, int most, CommandIo io) {
    Map<String, Instant> sentAgain = letters.sentAgain();
    Printed printed = new Printed(sentAgain, io);
    LetterSummary summary = new LetterSummary();
    Newest newest = new Newest(Math.max(1, most), !output.isTable());
    letters
        .reader()
        .read(letter -> {
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
    if (output.isTable() && !printed.isBroken()) {
      summary.lines(printed.count).forEach(io.out()::println);
    }
  }

  /// Prints dead letters and counts them.
  private final class Printed {
    private final Map<String, Instant> sentAgain;
    private final CommandIo io;
    private final LetterTable table =
        new LetterTable(Terminal.columns(System.getenv()), ZoneId.systemDefault());
    private final RecordJson json = output.json();
    private long count;

    Printed(Map<String, Instant> sentAgain, CommandIo io) {
      this.sentAgain = sentAgain;
      this.io = io;
    }

    void print(DeadLetter letter) {
      @Nullable Instant again = sentAgain.get(letter.getDeadLetterId());
      if (!output.isTable()) {
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
