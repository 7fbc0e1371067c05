package io.gavel.bench.part;

import io.gavel.bench.broker.Track;
import io.gavel.bench.contestant.GavelContestant;
import io.gavel.bench.load.Timeline;
import io.gavel.bench.report.Goal;
import io.gavel.bench.report.Metric;
import io.gavel.bench.report.Section;
import io.gavel.config.GavelConfig;
import io.gavel.engine.Engine;
import io.gavel.judge.Judges;
import io.gavel.simulator.ReplicaStatus;
import io.gavel.simulator.SimulatedPool;
import io.gavel.simulator.settings.SettingsFile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How fast the engine and its pool follow simulated judges that lose half of their slots and get
/// them back, and how many calls are refused on the way. Everything is real but the judges:
/// requests from Kafka, calls over HTTP, outcomes to Kafka.
public final class ConvergencePart implements Part {
  private static final String ROW = "Gavel";
  private static final int REPLICAS = 2;
  private static final int SLOTS = 32;
  private static final int QUEUED = 16;
  private static final int BYTES = 1024;
  private static final int PER_SECOND = 400;
  private static final double WANTED = 0.95;
  private static final Duration WINDOW = Duration.ofSeconds(2);
  private static final Duration SAMPLE = Duration.ofMillis(100);

  private final Settings settings;
  private final Duration phase;
  private final List<String> timelines = new ArrayList<>();

  /// @param settings what is to be run
  public ConvergencePart(Settings settings) {
    this.settings = settings;
    this.phase = settings.sized(Duration.ofSeconds(15), Duration.ofSeconds(6));
  }

  @Override
  public Duration expected() {
    return each().multipliedBy(settings.rounds());
  }

  @Override
  public List<Section> measure(Stage stage) throws Exception {
    int requests = (int) (PER_SECOND * 3 * phase.toSeconds());
    Track track = stage.filled("convergence", requests, BYTES);
    Sheet sheet =
        new Sheet(
                List.of(),
                new Metric("after halving, s", 1),
                new Metric("after doubling, s", 1),
                new Metric("share, before", 3),
                new Metric("share, halved", 3),
                new Metric("share, doubled", 3),
                new Metric("refused calls, %", 2),
                new Metric("calls", 0))
            .add(
                ROW,
                "the engine with its own pool, default settings, up to 256 requests in flight");
    for (int round = 0; round < settings.rounds(); round++) {
      int of = round;
      stage
          .progress()
          .step(
              "convergence, round %d of %d".formatted(round + 1, settings.rounds()),
              each(),
              () -> run(track, sheet, of));
    }
    return List.of(section(sheet));
  }

  private Section section(Sheet sheet) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "%d simulated judges over HTTP with %d slots each and a queue of %d, which refuse with 503 beyond; a call is lognormal, median 100 ms, sigma 1.2, capped at 10 s"
            .formatted(REPLICAS, SLOTS, QUEUED));
    notes.add(
        "%d s with all slots, %d s with half of them, %d s with all again; there is always more to do"
            .formatted(phase.toSeconds(), phase.toSeconds(), phase.toSeconds()));
    notes.add(
        "after ..: time from the change until %.0f %% of the slots were busy over %d s and, on the whole, from then to the end of the phase; share: of the slots that were busy in the phase's second half"
            .formatted(100 * WANTED, WINDOW.toSeconds()));
    notes.addAll(timelines);
    return sheet.section(
        "convergence",
        "Convergence when the pool halves and doubles",
        notes,
        List.of(
            new Goal("seconds until 95 % after the pool halved", sheet.median(ROW, 0), 10, false),
            new Goal("seconds until 95 % after the pool doubled", sheet.median(ROW, 1), 10, false),
            new Goal("refused calls in the run, %", sheet.median(ROW, 5), 1, false)));
  }

  private String run(Track track, Sheet sheet, int round) throws Exception {
    track.settle();
    try (SimulatedPool pool = pool(round)) {
      Timeline timeline = new Timeline();
      List<Long> changes = new ArrayList<>();
      GavelConfig config =
          GavelContestant.config(
              track,
              "bench-convergence-" + round,
              256,
              Map.of(
                  "GAVEL_JUDGE_PROFILES_PROMETHEUS_ENDPOINTS", endpoints(pool),
                  "GAVEL_JUDGE_PROFILES_PROMETHEUS_MODEL", pool.settings().model()));
      Judges judges = Judges.of(config.judge(), new SimpleMeterRegistry());
      Engine engine = GavelContestant.engine(config, judges, track);
      engine.start();
      awaitFirstCall(pool);
      for (int slots : List.of(SLOTS, SLOTS / 2, SLOTS)) {
        for (int replica = 1; replica <= REPLICAS; replica++) {
          pool.slots(replica, slots);
        }
        changes.add(System.nanoTime());
        sample(pool, timeline, slots * REPLICAS);
      }
      changes.add(System.nanoTime());
      List<ReplicaStatus> status = pool.status();
      engine.close();
      judges.close();
      return enter(sheet, round, timeline, changes, status, engine);
    }
  }

  private String enter(
      Sheet sheet,
      int round,
      Timeline timeline,
      List<Long> changes,
      List<ReplicaStatus> status,
      Engine engine) {
    long calls = status.stream().mapToLong(replica -> replica.counts().requests()).sum();
    long refused = status.stream().mapToLong(replica -> replica.counts().refused()).sum();
    double halved = settled(timeline, changes.get(1), changes.get(2));
    double doubled = settled(timeline, changes.get(2), changes.get(3));
    double refusedPercent = 100.0 * refused / calls;
    sheet.enter(
        ROW,
        round,
        engine.failure().map(cause -> List.of("the engine failed: " + cause)).orElse(List.of()),
        halved,
        doubled,
        share(timeline, changes, 0),
        share(timeline, changes, 1),
        share(timeline, changes, 2),
        refusedPercent,
        (double) calls);
    timelines.add(
        "round %d, busy slots per second in %%: %s"
            .formatted(round + 1, perSecond(timeline, changes)));
    return String.format(
        Locale.ROOT,
        "halved %.1f s, doubled %.1f s, refused %.2f %% of %d",
        halved,
        doubled,
        refusedPercent,
        calls);
  }

  private static double settled(Timeline timeline, long fromNanos, long toNanos) {
    return timeline
        .settled(fromNanos, toNanos, WINDOW, WANTED)
        .map(duration -> duration.toMillis() / 1e3)
        .orElse(Double.POSITIVE_INFINITY);
  }

  /// The share in the second half of a phase.
  private static double share(Timeline timeline, List<Long> changes, int phase) {
    long from = changes.get(phase);
    long to = changes.get(phase + 1);
    return timeline.share(from + (to - from) / 2, to);
  }

  private String perSecond(Timeline timeline, List<Long> changes) {
    return IntStream.range(0, 3)
        .mapToObj(phase ->
            IntStream.range(0, (int) this.phase.toSeconds())
                .mapToObj(second -> changes.get(phase) + second * 1_000_000_000L)
                .map(from -> "%.0f".formatted(100 * timeline.share(from, from + 1_000_000_000L)))
                .collect(Collectors.joining(" ")))
        .collect(Collectors.joining(" | "));
  }

  /// Samples for the time of one phase.
  private void sample(SimulatedPool pool, Timeline timeline, int slots)
      throws InterruptedException {
    long endNanos = System.nanoTime() + phase.toNanos();
    while (System.nanoTime() - endNanos < 0) {
      long busyNanos =
          pool.status().stream().mapToLong(replica -> replica.load().busy().toNanos()).sum();
      timeline.add(new Timeline.Sample(System.nanoTime(), busyNanos, slots));
      Thread.sleep(SAMPLE);
    }
  }

  private static void awaitFirstCall(SimulatedPool pool) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (pool.status().stream().allMatch(replica -> replica.counts().requests() == 0)) {
      if (System.nanoTime() - deadlineNanos > 0) {
        throw new IllegalStateException("no call reached the simulated judges");
      }
      Thread.sleep(SAMPLE);
    }
  }

  private static SimulatedPool pool(int round) throws IOException {
    return SimulatedPool.start(
        SettingsFile.load(
            null,
            Map.of(),
            Map.of(
                "replicas",
                Integer.toString(REPLICAS),
                "seed",
                Integer.toString(round + 1),
                "serving.slots",
                Integer.toString(SLOTS),
                "serving.max_queued",
                Integer.toString(QUEUED),
                "timing",
                "latency",
                "latency.median",
                "100ms",
                "latency.spread",
                "1.2",
                "latency.cap",
                "10s"),
            List.of()));
  }

  private static String endpoints(SimulatedPool pool) {
    return pool.endpoints().stream().map(URI::toString).collect(Collectors.joining(","));
  }

  private Duration each() {
    return phase.multipliedBy(3).plusSeconds(8);
  }
}
