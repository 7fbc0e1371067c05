package io.gavel.cli;

import io.gavel.cli.baseline.MergedWindows;
import io.gavel.cli.baseline.SeriesWindows;
import io.gavel.cli.kafka.Cluster;
import io.gavel.cli.kafka.ClusterException;
import io.gavel.cli.kafka.RecordPublisher;
import io.gavel.cli.kafka.TopicPosition;
import io.gavel.cli.text.TerminalText;
import io.gavel.config.Durations;
import io.gavel.config.GavelConfig;
import io.gavel.schema.Baseline;
import io.gavel.schema.ScoreWindow;
import io.gavel.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gavel baseline set`: pins a time of a series as its baseline.
@Command(
    name = "set",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Pin what a series was in a given time as its baseline.",
    description = {
      "",
      "Adds up the published windows of that time. The monitor begins the series anew with it, and"
          + " an alert that is open ends. Times are when the generations were made.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gavel baseline set --application support --model heron-8b --rubric tone --last 24h \\",
      "                     --note 'release 41 is good'",
      "  gavel baseline set --application support --model heron-8b --rubric tone \\",
      "                     --from 2026-11-22 --to 2026-11-23T06:00:00Z"
    })
final class BaselineSetCommand implements Callable<Integer> {
  private static final int FEW = 150;
  private static final int MOST_NOTE = 500;
  private static final int OTHERS_SHOWN = 5;

  @Mixin private SeriesOptions options = new SeriesOptions();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "Its beginning: 2h ago, the day 2026-11-22, or 2026-11-22T09:30:00Z. Needs --to.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Its end, likewise.")
  private @Nullable String to;

  @Option(
      names = "--last",
      paramLabel = "DURATION",
      description = "Instead of both: the time until now, such as 24h.")
  private @Nullable String last;

  @Option(names = "--note", paramLabel = "TEXT", description = "Why, for who comes later.")
  private String note = "";

  @Mixin private ReplayOption config = new ReplayOption();
  @Spec private @Nullable CommandSpec spec;

  /// For picocli.
  BaselineSetCommand() {}

  private record Span(Instant from, Instant to) {
    private String text() {
      return "from " + from + " to " + to;
    }
  }

  @Override
  public Integer call() {
    options.check(spec);
    Instant now = InstantSource.system().instant();
    Span span = span(now);
    if (note.length() > MOST_NOTE) {
      throw CommandIo.usage(spec, "--note: has more than " + MOST_NOTE + " characters");
    }
    GavelConfig settings = config.load();
    Cluster cluster = new Cluster(settings);
    CommandIo io = CommandIo.of(spec);
    try {
      cluster.check(List.of(Topic.SCORE_WINDOWS, Topic.BASELINES));
      SeriesWindows windows = read(cluster, settings.monitor().windows().getFirst(), io);
      MergedWindows merged = merged(windows, span);
      Baseline baseline = merged.baseline(span.from(), span.to(), now, note);
      if (merged.scores() < FEW) {
        io.err()
            .printf(
                "only %d scores are in it: until there are about %d little can be told from them%n",
                merged.scores(), FEW);
        io.err().flush();
      }
      publish(cluster, merged.series().key(), baseline);
      io.out()
          .println(
              "baseline set: %s: mean %s of %d scores %s"
                  .formatted(
                      options.text(),
                      String.format(Locale.ROOT, "%.2f", baseline.getMean()),
                      merged.scores(),
                      span.text()));
      return ExitCode.DONE.code();
    } catch (ClusterException e) {
      throw new CommandFailure(ExitCode.OUTSIDE_DOWN, String.valueOf(e.getMessage()));
    }
  }

  private SeriesWindows read(Cluster cluster, Duration size, CommandIo io) {
    SeriesWindows windows = new SeriesWindows(options.series(), size);
    try (Consumer<byte[], byte[]> consumer = cluster.consumer();
        Deserializer<ScoreWindow> deserializer = cluster.serdes().deserializer(ScoreWindow.class)) {
      windows.read(
          cluster.name(Topic.SCORE_WINDOWS),
          new TopicPosition(consumer, cluster.servers()),
          deserializer,
          poison -> io.err().println("skipped: " + poison));
    }
    io.err().flush();
    return windows;
  }

  private MergedWindows merged(SeriesWindows windows, Span span) {
    if (windows.all().isEmpty()) {
      throw failure(
          "there are no windows of series %s: %s".formatted(options.text(), others(windows)));
    }
    NavigableMap<Instant, ScoreWindow> chosen = windows.within(span.from(), span.to());
    if (chosen.isEmpty()) {
      throw failure(
          "series %s has no window %s: it has some from %s to %s"
              .formatted(
                  options.text(),
                  span.text(),
                  windows.all().firstKey(),
                  windows.all().lastEntry().getValue().getWindowEnd()));
    }
    List<List<Integer>> scales = MergedWindows.scales(chosen.values());
    if (scales.size() > 1) {
      throw failure(
          "the scores of series %s %s are on different scales, %s and %s: choose a time in which the rubric did not change"
              .formatted(
                  options.text(), span.text(), scale(scales.getFirst()), scale(scales.getLast())));
    }
    if (!scales.isEmpty() && !newestScale(windows).equals(scales.getFirst())) {
      throw failure(
          "the scores of series %s %s are on a scale of %s, but the newest on one of %s: choose a time since the rubric changed"
              .formatted(
                  options.text(),
                  span.text(),
                  scale(scales.getFirst()),
                  scale(newestScale(windows))));
    }
    return new MergedWindows(options.series(), List.copyOf(chosen.values()));
  }

  /// The scale of the newest window that has scores.
  private static List<Integer> newestScale(SeriesWindows windows) {
    return MergedWindows.scales(windows.all().descendingMap().values()).getFirst();
  }

  private static String scale(List<Integer> levels) {
    return levels.getFirst() + " to " + levels.getLast();
  }

  private static String others(SeriesWindows windows) {
    return windows.others().isEmpty()
        ? "nothing has been judged yet, or no worker has the role monitor"
        : "there are "
            + windows.others().stream()
                .limit(OTHERS_SHOWN)
                .map(TerminalText::line)
                .collect(Collectors.joining(", "))
            + (windows.others().size() > OTHERS_SHOWN ? " and more" : "");
  }

  private static CommandFailure failure(String message) {
    return new CommandFailure(ExitCode.CHECK_FAILED, message);
  }

  private static void publish(Cluster cluster, String key, Baseline baseline) {
    try (RecordPublisher publisher = cluster.publisher()) {
      publisher.publish(
          Topic.BASELINES,
          key,
          baseline,
          tooLarge -> {
            throw new IllegalStateException(tooLarge);
          });
      publisher.flush();
    }
  }

  private Span span(Instant now) {
    if (last != null) {
      if (from != null || to != null) {
        throw CommandIo.usage(spec, "--last stands in place of --from and --to");
      }
      return new Span(now.minus(duration(last)), now);
    }
    if (from == null || to == null) {
      throw CommandIo.usage(spec, "say which time: --last 24h, or --from and --to");
    }
    Span span = new Span(Moment.of(spec, "--from", from, now), Moment.of(spec, "--to", to, now));
    if (!span.from().isBefore(span.to())) {
      throw CommandIo.usage(spec, "--from must be before --to");
    }
    return span;
  }

  private Duration duration(String text) {
    try {
      Duration duration = Durations.parse(text);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      // Told below, as what is not positive is.
    }
    throw CommandIo.usage(
        spec, "--last %s: must be a duration such as 24h".formatted(TerminalText.line(text)));
  }
}
