package io.gavel.cli;

import io.gavel.cli.deadletters.LetterReader;
import io.gavel.cli.deadletters.Prefixes;
import io.gavel.cli.deadletters.Retry;
import io.gavel.cli.deadletters.RetryPlan;
import io.gavel.cli.deadletters.RetryProgress;
import io.gavel.cli.deadletters.SentAgain;
import io.gavel.cli.deadletters.SourceRecords;
import io.gavel.cli.kafka.Cluster;
import io.gavel.cli.kafka.ClusterException;
import io.gavel.cli.kafka.RecordTransactions;
import io.gavel.cli.kafka.TakenOverException;
import io.gavel.cli.kafka.TopicPosition;
import io.gavel.cli.text.TerminalText;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.DeadLetterRetry;
import io.gavel.topic.Topic;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gavel dead-letters retry`: sends dead letters again.
@Command(
    name = "retry",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Send dead letters again, each at most once.",
    description = {
      "",
      "Sends their records, as they were, to where they stood; they are judged like any others. Of"
          + " a generation that failed for one rubric, only that rubric is judged. What fails again"
          + " is a new dead letter, which can be sent again.",
      "However often this is run, and wherever it is stopped, no dead letter is sent twice. With no"
          + " filter and no ID it means all that were not sent yet.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gavel dead-letters retry --dry-run",
      "  gavel dead-letters retry --reason retries_exhausted --since 2h",
      "  gavel dead-letters retry 3f9ac01d 77b0",
      "  gavel dead-letters retry --application 'support-*' --limit 100 --yes"
    })
final class DeadLettersRetryCommand implements Callable<Integer> {
  private static final String TRANSACTIONS = "dead-letters-retry";

  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      description = "Only these: ids, or their first digits, at least 4.")
  private List<String> ids = List.of();

  @Mixin private LetterOptions options = new LetterOptions();

  @Option(names = "--limit", paramLabel = "N", description = "Send N at most.")
  private long limit = Long.MAX_VALUE;

  @Option(names = "--dry-run", description = "Say what would be sent, and send nothing.")
  private boolean dryRun;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask. Without a terminal there is nobody to ask, and it must be given.")
  private boolean yes;

  @Mixin private ReplayOption config = new ReplayOption();
  @Spec private @Nullable CommandSpec spec;

  private final InstantSource clock = InstantSource.system();

  /// For picocli.
  DeadLettersRetryCommand() {}

  @Override
  public Integer call() {
    List<String> prefixes =
        ids.stream().map(id -> id.strip().toLowerCase(Locale.ROOT)).distinct().toList();
    for (String prefix : prefixes) {
      check(
          Prefixes.isOne(prefix),
          "%s: must be the id of a dead letter, or its first 4 or more hexadecimal digits"
              .formatted(TerminalText.line(prefix)));
    }
    check(limit > 0, "--limit: must be 1 or more");
    check(
        prefixes.isEmpty() || limit == Long.MAX_VALUE, "--limit: does not go together with an ID");
    check(
        dryRun || yes || Terminal.isInteractive(),
        "there is no terminal to ask on: add --yes to send, or --dry-run to see what would be"
            + " sent");
    Prefixes named = new Prefixes(prefixes);
    Predicate<DeadLetter> filter = options.filter(clock.instant(), spec).and(named);
    Cluster cluster = new Cluster(config.load());
    try {
      cluster.check(
          List.of(
              Topic.DEAD_LETTERS,
              Topic.DEAD_LETTER_RETRIES,
              Topic.GENERATIONS,
              Topic.JUDGE_REQUESTS));
      return run(cluster, filter, named, CommandIo.of(spec));
    } catch (ClusterException e) {
      throw new CommandFailure(ExitCode.OUTSIDE_DOWN, String.valueOf(e.getMessage()));
    } catch (TakenOverException e) {
      throw new CommandFailure(ExitCode.CHECK_FAILED, String.valueOf(e.getMessage()));
    }
  }

  private int run(Cluster cluster, Predicate<DeadLetter> filter, Prefixes named, CommandIo io) {
    try (Consumer<byte[], byte[]> forLetters = cluster.consumer();
        Consumer<byte[], byte[]> forSources = cluster.consumer();
        Deserializer<DeadLetter> deserializer = cluster.serdes().deserializer(DeadLetter.class)) {
      AtomicBoolean planned = new AtomicBoolean();
      LetterReader letters =
          new LetterReader(
              new TopicPosition(forLetters, cluster.servers()),
              deserializer,
              poison -> {
                if (!planned.get()) {
                  io.err().println("skipped: " + poison);
                }
              });
      letters.open(cluster.name(Topic.DEAD_LETTERS));
      Retry retry =
          new Retry(
              new Retry.Topics(
                  cluster.name(Topic.GENERATIONS),
                  cluster.name(Topic.JUDGE_REQUESTS),
                  cluster.name(Topic.DEAD_LETTER_RETRIES)),
              letters,
              new SourceRecords(forSources, cluster.servers()),
              filter,
              limit);
      RetryPlan plan = retry.plan(sentAgain(cluster));
      planned.set(true);
      if (!named.problems().isEmpty()) {
        throw new CommandFailure(
            ExitCode.CHECK_FAILED, "nothing was sent: " + String.join("; ", named.problems()));
      }
      if (dryRun) {
        plan.lines().forEach(io.out()::println);
        return report("would send again: ", plan, io);
      }
      if (plan.retried() == 0) {
        return report("sent again: ", plan, io); // and leaves alone who sends something
      }
      if (!yes && !confirmed(plan, io)) {
        io.out().println("nothing was sent");
        io.out().flush();
        return ExitCode.DONE.code();
      }
      return send(cluster, retry, plan, io);
    }
  }

  private static boolean confirmed(RetryPlan plan, CommandIo io) {
    plan.problems().forEach(io.err()::println);
    io.err().flush();
    plan.lines().forEach(io.out()::println);
    io.out().flush();
    return Terminal.confirms(
        "Send %d dead letter%s again?".formatted(plan.retried(), plan.retried() == 1 ? "" : "s"));
  }

  private int send(Cluster cluster, Retry retry, RetryPlan plan, CommandIo io) {
    RetryPlan done = new RetryPlan();
    AtomicBoolean stopped = new AtomicBoolean();
    try (Interruption interruption = Interruption.awaited()) {
      interruption.stopBy(() -> stopped.set(true));
      try {
        send(cluster, retry, plan, stopped, done);
      } catch (RuntimeException e) {
        report("stopped: ", done, io);
        throw e;
      }
      return report(stopped.get() ? "stopped: " : "sent again: ", done, io);
    }
  }

  private void send(
      Cluster cluster, Retry retry, RetryPlan plan, AtomicBoolean stopped, RetryPlan done) {
    try (RecordTransactions transactions =
            new RecordTransactions(cluster.transactions(TRANSACTIONS), cluster.servers());
        Serializer<DeadLetterRetry> serializer =
            cluster.serdes().serializer(DeadLetterRetry.class);
        RetryProgress progress = RetryProgress.of(plan.retried(), Terminal.isInteractive())) {
      transactions.begin();
      Set<String> sentAgain = sentAgain(cluster); // only now does nobody else add to it
      retry.send(
          sentAgain,
          transactions,
          serializer,
          new Retry.Actor(System.getProperty("user.name"), clock),
          progress::at,
          stopped::get,
          done);
    }
  }

  private static Set<String> sentAgain(Cluster cluster) {
    try (Consumer<byte[], byte[]> consumer = cluster.consumer()) {
      return SentAgain.read(
              new TopicPosition(consumer, cluster.servers()),
              cluster.name(Topic.DEAD_LETTER_RETRIES))
          .keySet();
    }
  }

  /// Ends with the numbers, and with what cannot be sent.
  private static int report(String what, RetryPlan plan, CommandIo io) {
    plan.problems().forEach(io.err()::println);
    io.err().flush();
    io.out().println(what + plan.counts());
    io.out().flush();
    return (plan.notRetriable() == 0 ? ExitCode.DONE : ExitCode.CHECK_FAILED).code();
  }

  private void check(boolean holds, String message) {
    if (!holds) {
      throw CommandIo.usage(spec, message);
    }
  }
}
