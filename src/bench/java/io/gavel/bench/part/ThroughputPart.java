package io.gavel.bench.part;

import io.gavel.bench.broker.Track;
import io.gavel.bench.contestant.Contestant;
import io.gavel.bench.contestant.CopyLoopContestant;
import io.gavel.bench.contestant.GavelContestant;
import io.gavel.bench.contestant.ParallelConsumerContestant;
import io.gavel.bench.contestant.ParallelConsumerContestant.Mode;
import io.gavel.bench.contestant.StreamsContestant;
import io.gavel.bench.load.InstantPool;
import io.gavel.bench.report.Goal;
import io.gavel.bench.report.Metric;
import io.gavel.bench.report.Section;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// How many records a contestant gets through when the judges take no time.
public final class ThroughputPart implements Part {
  private static final int IN_FLIGHT = 256;
  private static final int WARM_UP = 5_000;
  private static final Duration START = Duration.ofSeconds(3);

  private static final Contestant GAVEL = new GavelContestant();
  private static final Contestant TRANSACTIONAL =
      ParallelConsumerContestant.ofBytes(Mode.TRANSACTIONAL);
  private static final Contestant COPY_LOOP = CopyLoopContestant.ofBytes();
  private static final List<Contestant> CONTESTANTS =
      List.of(
          GAVEL,
          ParallelConsumerContestant.ofBytes(Mode.ASYNCHRONOUS),
          TRANSACTIONAL,
          ParallelConsumerContestant.ofRecords(Mode.TRANSACTIONAL),
          ParallelConsumerContestant.ofBytes(Mode.EAGER),
          new StreamsContestant(),
          COPY_LOOP,
          CopyLoopContestant.ofRecords());

  private final Settings settings;
  private final int bytes;
  private final int requests;

  /// @param settings what is to be run
  /// @param bytes about how large a record is
  /// @param requests how many there are
  public ThroughputPart(Settings settings, int bytes, int requests) {
    this.settings = settings;
    this.bytes = bytes;
    this.requests = requests;
  }

  @Override
  public Duration expected() {
    return each()
        .multipliedBy(settings.rounds())
        .plus(START.multipliedBy(settings.quick() ? 0 : 1))
        .multipliedBy(CONTESTANTS.size());
  }

  @Override
  public List<Section> measure(Stage stage) throws Exception {
    String name = "throughput-" + bytes;
    if (!settings.quick()) {
      Track warmUp = stage.filled(name + "-warm-up", WARM_UP, bytes);
      for (Contestant contestant : CONTESTANTS) {
        stage
            .progress()
            .step(
                "throughput of %,d bytes, warm-up: %s".formatted(bytes, contestant.name()),
                START,
                () -> run(contestant, warmUp).text());
      }
    }
    Track track = stage.filled(name, requests, bytes);
    Sheet sheet = new Sheet(CONTESTANTS, new Metric("records/s", 0), new Metric("start, s", 1));
    for (int round = 0; round < settings.rounds(); round++) {
      for (Contestant contestant : Order.of(CONTESTANTS, round)) {
        int of = round;
        stage
            .progress()
            .step(
                "throughput of %,d bytes, round %d of %d: %s"
                    .formatted(bytes, round + 1, settings.rounds(), contestant.name()),
                each(),
                () -> {
                  Measured measured = run(contestant, track);
                  sheet.enter(
                      contestant.name(),
                      of,
                      measured.problems(),
                      measured.perSecond(),
                      measured.startSeconds());
                  return measured.text();
                });
      }
    }
    return List.of(section(sheet));
  }

  private record Measured(double perSecond, double startSeconds, List<String> problems) {
    String text() {
      return String.format(Locale.ROOT, "%,.0f/s %s", perSecond, String.join("; ", problems));
    }
  }

  private static Measured run(Contestant contestant, Track track) throws InterruptedException {
    InstantPool pool = new InstantPool();
    Run run = Run.of(contestant, track, pool, IN_FLIGHT);
    long firstNanos = pool.firstCallNanos();
    return new Measured(
        run.outcomes() / ((run.endNanos() - firstNanos) / 1e9),
        (firstNanos - run.startNanos()) / 1e9,
        run.problems());
  }

  private Section section(Sheet sheet) {
    double gavel = sheet.median(GAVEL.name(), 0);
    return sheet.section(
        "throughput_" + bytes,
        "Throughput without latency, records of %,d bytes".formatted(bytes),
        List.of(
            "%,d records; from the first call to the last outcome seen by a reader of committed records, who runs beside them"
                .formatted(requests),
            "%d in flight at most; outcomes are about as large as requests; all producers compress with zstd"
                .formatted(IN_FLIGHT)),
        List.of(
            new Goal(
                "Gavel / Parallel Consumer, transactional",
                gavel / sheet.median(TRANSACTIONAL.name(), 0),
                2,
                true),
            new Goal(
                "Gavel / transactional copy loop",
                gavel / sheet.median(COPY_LOOP.name(), 0),
                0.75,
                true)));
  }

  private Duration each() {
    return Duration.ofMillis((long) (requests * (bytes > 4000 ? 0.25 : 0.08))).plus(START);
  }
}
