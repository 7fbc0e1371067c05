package io.gavel.bench.part;

import static java.util.Objects.requireNonNull;

import io.gavel.bench.broker.Track;
import io.gavel.bench.contestant.Contestant;
import io.gavel.bench.contestant.GavelContestant;
import io.gavel.bench.contestant.ParallelConsumerContestant;
import io.gavel.bench.contestant.ParallelConsumerContestant.Mode;
import io.gavel.bench.contestant.StreamsContestant;
import io.gavel.bench.load.Latency;
import io.gavel.bench.load.Requests;
import io.gavel.bench.load.Saturation;
import io.gavel.bench.load.Slots;
import io.gavel.bench.report.Goal;
import io.gavel.bench.report.Metric;
import io.gavel.bench.report.Section;
import io.gavel.bench.report.Spread;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/// How busy a contestant keeps a pool with a number of slots, when the latency of calls has a heavy
/// tail.
public final class SaturationPart implements Part {
  private static final double GOAL = 0.97;
  private static final int BYTES = 1024;

  /// The mean is 205 ms, and about one call in 16,000 takes the cap.
  private static final double SIGMA = 1.2;

  /// Chosen because its latencies reach the cap within the first 500 requests, so that no drain
  /// waits for that one.
  private static final String SEED = "saturation-21";

  private final Settings settings;
  private final int slots;
  private final int requests;
  private final int sequential;
  private final Latency latency;

  /// How many requests a contestant gets: one that takes long for them is as slow with fewer.
  private enum Share {
    ALL,
    THIRD,
    FEW
  }

  /// A contestant, and what the plan expects of it.
  private record Entrant(Contestant contestant, Share share, double saturation) {}

  private static final List<Entrant> ENTRANTS =
      List.of(
          new Entrant(new GavelContestant(), Share.ALL, 0.95),
          new Entrant(ParallelConsumerContestant.ofBytes(Mode.ASYNCHRONOUS), Share.ALL, 0.9),
          new Entrant(ParallelConsumerContestant.ofBytes(Mode.TRANSACTIONAL), Share.THIRD, 0.25),
          new Entrant(ParallelConsumerContestant.ofBytes(Mode.EAGER), Share.ALL, 0.9),
          new Entrant(new StreamsContestant(), Share.FEW, 1));

  /// @param settings what is to be run
  /// @param slots of the pool
  /// @param requests how many the contestants get; the slowest get fewer
  public SaturationPart(Settings settings, int slots, int requests) {
    this.settings = settings;
    this.slots = slots;
    this.requests = requests;
    this.sequential = settings.sized(200, 60);
    this.latency =
        new Latency(
            Duration.ofMillis(100),
            SIGMA,
            settings.sized(Duration.ofSeconds(10), Duration.ofSeconds(2)),
            SEED);
  }

  @Override
  public Duration expected() {
    return ENTRANTS.stream()
        .map(this::expected)
        .reduce(Duration.ZERO, Duration::plus)
        .multipliedBy(settings.rounds());
  }

  @Override
  public List<Section> measure(Stage stage) throws Exception {
    Map<Share, Track> tracks = new EnumMap<>(Share.class);
    for (Share share : Share.values()) {
      tracks.put(
          share,
          stage.filled("saturation-%d-%s".formatted(slots, share), requestsOf(share), BYTES));
    }
    Sheet sheet =
        new Sheet(
            ENTRANTS.stream().map(Entrant::contestant).toList(),
            new Metric("saturation, steady", 3),
            new Metric("saturation, whole run", 3),
            new Metric("run, s", 1));
    for (int round = 0; round < settings.rounds(); round++) {
      for (Entrant entrant : Order.of(ENTRANTS, round)) {
        int of = round;
        stage
            .progress()
            .step(
                "saturation at %d slots, round %d of %d: %s"
                    .formatted(slots, round + 1, settings.rounds(), entrant.contestant().name()),
                expected(entrant),
                () -> run(entrant, requireNonNull(tracks.get(entrant.share())), sheet, of));
      }
    }
    return List.of(section(sheet));
  }

  private String run(Entrant entrant, Track track, Sheet sheet, int round)
      throws InterruptedException {
    Slots pool = new Slots(slots, latency);
    Run run = Run.of(entrant.contestant(), track, pool, 2 * slots);
    Saturation saturation = pool.saturation();
    double steady = saturation.steady();
    double whole = saturation.between(run.startNanos(), run.endNanos());
    double seconds = (run.endNanos() - run.startNanos()) / 1e9;
    sheet.enter(entrant.contestant().name(), round, run.problems(), steady, whole, seconds);
    return String.format(
        Locale.ROOT,
        "steady %.3f, whole %.3f in %.1f s %s",
        steady,
        whole,
        seconds,
        String.join("; ", run.problems()));
  }

  private Section section(Sheet sheet) {
    double[] millis =
        IntStream.range(0, requests)
            .mapToDouble(i -> latency.of(Requests.id(i)).toMillis())
            .toArray();
    String gavel = ENTRANTS.getFirst().contestant().name();
    return sheet.section(
        "saturation_" + slots,
        "Saturation at %d slots".formatted(slots),
        List.of(
            "saturation: sum of simulated latencies / slots / time; 1.0 is the limit",
            "steady: from the moment when all slots are first busy (or 2 s after the first call, if earlier) to the moment when the last request is handed to a slot; whole: from start() to the last outcome seen by a reader of committed records",
            String.format(
                Locale.ROOT,
                "latency: %s; drawn: mean %.0f ms, p99 %.0f ms, longest %.0f ms",
                latency,
                IntStream.range(0, requests)
                    .mapToDouble(i -> millis[i])
                    .average()
                    .orElse(Double.NaN),
                Spread.quantile(millis, 0.99),
                Spread.quantile(millis, 1)),
            "%,d requests of 1 KB (%,d for Parallel Consumer, transactional, and %,d for Kafka Streams, whose limit is partitions / slots = %.3f), %d in flight with the pool at most"
                .formatted(
                    requests,
                    requestsOf(Share.THIRD),
                    sequential,
                    (double) Track.PARTITIONS / slots,
                    2 * slots)),
        List.of(
            new Goal(
                "saturation of Gavel in the steady state", sheet.median(gavel, 0), GOAL, true)));
  }

  private Duration expected(Entrant entrant) {
    double work = 0.205 * requestsOf(entrant.share());
    double seconds =
        work / (entrant.share() == Share.FEW ? Track.PARTITIONS : slots) / entrant.saturation();
    return Duration.ofMillis((long) (1000 * seconds) + settings.sized(6000, 3000));
  }

  private int requestsOf(Share share) {
    return switch (share) {
      case ALL -> requests;
      case THIRD -> requests / 3;
      case FEW -> sequential;
    };
  }
}
