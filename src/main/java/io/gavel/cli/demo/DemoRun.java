package io.gavel.cli.demo;

import io.gavel.judge.pool.EndpointStatus;
import io.gavel.metric.Catalogue;
import io.gavel.metric.MonitorMeters;
import io.gavel.schema.Alert;
import io.gavel.schema.Generation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sends traffic, reads what comes of it and shows it, on the calling thread.
public final class DemoRun {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration BLOCK_EVERY = Duration.ofSeconds(10);
  private static final Duration PLAIN_LINE_EVERY = Duration.ofSeconds(5);
  private static final Duration STALL = Duration.ofSeconds(60);

  /// What was said of an alert is committed within this time.
  private static final Duration SAID_WITHIN = Duration.ofSeconds(2);

  private static final int ROWS_WHILE_RUNNING = 4;
  private static final int ROWS_AT_THE_END = 8;
  private static final String REQUESTED = "requested";

  private final Screen screen;
  private final InstantSource clock;
  private final Tally tally;
  private final OutcomeReader reader;
  private final Consumer<Generation> sender;
  private final MeterRegistry meters;
  private final Supplier<List<EndpointStatus>> judges;
  private final JudgeWatch watch = new JudgeWatch();
  private final Instant start;
  private final Pace pace;
  private final BooleanSupplier going;
  private Tally.Counts before;
  private Instant movedAt;
  private Instant lineAt;
  private @Nullable Instant lookedAt;

  /// @param screen where it shows everything
  /// @param clock wall-clock
  /// @param tally what `reader` fills
  /// @param reader of the outcomes
  /// @param sender publishes a generation
  /// @param meters the worker's, for why generations were not judged
  /// @param judges how the judges are doing, asked all the time
  /// @param going asked all the time; false or an exception ends the run
  public DemoRun(
      Screen screen,
      InstantSource clock,
      Tally tally,
      OutcomeReader reader,
      Consumer<Generation> sender,
      MeterRegistry meters,
      Supplier<List<EndpointStatus>> judges,
      BooleanSupplier going) {
    this.screen = screen;
    this.clock = clock;
    this.tally = tally;
    this.reader = reader;
    this.sender = sender;
    this.meters = meters;
    this.judges = judges;
    this.going = going;
    start = clock.instant();
    pace = new Pace(start);
    before = tally.counts();
    movedAt = start;
    lineAt = start;
  }

  /// Sends these generations and waits until each is accounted for, every judge request has its
  /// outcome and all scores have been looked at for drift, or nothing has moved for a minute; then
  /// shows the end.
  ///
  /// @return the numbers at the end
  public Tally.Counts once(List<Generation> generations) {
    generations.forEach(this::send);
    while (going.getAsBoolean() && !done() && !stalled()) {
      step(true);
    }
    screen.clear();
    screen.print("");
    DemoText text = text();
    screen.print(text.alerts(tally.alerts()));
    screen.print("");
    screen.print(text.latest(tally, ROWS_AT_THE_END));
    screen.print("");
    screen.print(text.scoreboard(tally, null));
    screen.print("");
    screen.print(text.preferences(tally));
    screen.print("");
    screen.print(text.funnel(tally, reasons(), waiting()));
    screen.print("");
    return tally.counts();
  }

  /// Sends what was before, then what the traffic has when its time comes, and shows what came of
  /// it every 10 seconds, until it is ended.
  public void forever(List<Generation> past, Supplier<Generation> traffic) {
    past.forEach(this::send);
    Generation next = traffic.get();
    Instant blockAt = start.plus(BLOCK_EVERY);
    while (going.getAsBoolean()) {
      while (!next.getCreatedAt().isAfter(clock.instant())) {
        send(next);
        next = traffic.get();
      }
      step(false);
      if (!clock.instant().isBefore(blockAt)) {
        DemoText text = text();
        List<String> block = new ArrayList<>(List.of(""));
        if (!tally.latest().isEmpty()) {
          block.addAll(text.latest(tally, ROWS_WHILE_RUNNING));
          block.add("");
          block.addAll(text.scoreboard(tally, clock.instant()));
          block.add("");
        }
        if (!tally.preferences().isEmpty()) {
          block.addAll(text.preferences(tally));
          block.add("");
        }
        block.addAll(text.funnel(tally, reasons(), waiting()));
        block.add("");
        block.addAll(judgeText().table(judges.get()));
        block.add("");
        screen.print(block);
        blockAt = blockAt.plus(BLOCK_EVERY);
      }
    }
  }

  /// Whether the run ended because nothing moved.
  public boolean stalled() {
    return Duration.between(movedAt, clock.instant()).compareTo(STALL) > 0;
  }

  private void send(Generation generation) {
    tally.sent(generation);
    sender.accept(generation);
  }

  private void step(boolean bar) {
    List<Alert> news = reader.read(POLL);
    if (!news.isEmpty()) {
      news.forEach(alert -> screen.print(text().alert(alert)));
    }
    Tally.Counts counts = tally.counts();
    Instant now = clock.instant();
    if (!counts.equals(before)) {
      before = counts;
      movedAt = now;
    }
    double perSecond = pace.perSecond(now, counts.feedback() + counts.deadLetters());
    List<EndpointStatus> endpoints = judges.get();
    List<String> changes = watch.changes(endpoints, now, judgeText());
    if (!changes.isEmpty()) {
      screen.print(changes);
    }
    boolean plainLineDue = Duration.between(lineAt, now).compareTo(PLAIN_LINE_EVERY) >= 0;
    if (!screen.terminal() && !plainLineDue) {
      return;
    }
    double elapsed = Duration.between(start, now).toMillis() / 1000.0;
    String line =
        new ProgressLine(screen.style(), screen.width())
            .line(counts, waiting(), endpoints, elapsed, perSecond, bar && screen.terminal());
    if (screen.terminal()) {
      screen.live(line);
    } else {
      screen.print(line);
      lineAt = now;
    }
  }

  private boolean done() {
    Tally.Counts counts = tally.counts();
    long explained = reasons().values().stream().mapToLong(Long::longValue).sum();
    return counts.unsettled() <= explained
        && counts.open() == 0
        && counts.openPairs() == 0
        && isLookedAt(counts);
  }

  /// Whether all outcomes are in windows that have been looked at for drift, for some time now.
  private boolean isLookedAt(Tally.Counts counts) {
    double observed =
        meters.find(Catalogue.MONITOR_OBSERVED.name()).counters().stream()
            .filter(it -> !MonitorMeters.JUDGE.equals(it.getId().getTag("kind")))
            .mapToDouble(Counter::count)
            .sum();
    Gauge waiting = meters.find(Catalogue.DRIFT_WAITING.name()).gauge();
    if (observed < counts.feedback() + counts.deadLetters()
        || waiting == null
        || waiting.value() > 0) {
      lookedAt = null;
      return false;
    }
    lookedAt = lookedAt == null ? clock.instant() : lookedAt;
    return Duration.between(lookedAt, clock.instant()).compareTo(SAID_WITHIN) > 0;
  }

  private DemoText text() {
    return new DemoText(screen.style(), screen.width(), ZoneId.systemDefault());
  }

  private JudgeText judgeText() {
    return new JudgeText(screen.style(), screen.width(), ZoneId.systemDefault());
  }

  private long waiting() {
    Gauge gauge = meters.find(Catalogue.GENERATIONS_WAITING.name()).gauge();
    return gauge == null ? 0 : (long) gauge.value();
  }

  /// The generations that yielded neither a judge request nor a dead letter, by reason.
  private Map<String, Long> reasons() {
    Map<String, Long> reasons = new TreeMap<>();
    meters
        .find(Catalogue.GENERATIONS.name())
        .counters()
        .forEach(counter -> {
          Meter.Id id = counter.getId();
          String outcome = String.valueOf(id.getTag("outcome"));
          if (!outcome.equals(REQUESTED)) {
            reasons.merge(outcome, (long) counter.count(), Long::sum);
          }
        });
    tally.deadLetters().forEach(letter -> reasons.remove(letter.getReason()));
    return reasons;
  }
}
