package io.gavel.bench.part;

import io.gavel.bench.broker.Track;
import io.gavel.bench.contestant.Contestant;
import io.gavel.bench.contestant.GavelContestant;
import io.gavel.bench.contestant.ParallelConsumerContestant;
import io.gavel.bench.contestant.ParallelConsumerContestant.Mode;
import io.gavel.bench.load.Latency;
import io.gavel.bench.load.Slots;
import io.gavel.bench.report.Goal;
import io.gavel.bench.report.Metric;
import io.gavel.bench.report.Section;
import io.gavel.bench.report.Spread;
import io.gavel.schema.JudgeRequest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.Serializer;

/// How long it takes from a judge's answer until a reader of committed records sees it, at a
/// moderate load.
public final class DelayPart implements Part {
  private static final int PER_SECOND = 200;
  private static final int SLOTS = 128;
  private static final int BYTES = 1024;
  private static final double COMMIT_INTERVAL_MILLIS = 100;

  /// What is answered earlier after the first call does not count.
  private static final Duration START_UP = Duration.ofSeconds(1);

  private static final Contestant GAVEL = new GavelContestant();
  private static final List<Contestant> CONTESTANTS =
      List.of(
          GAVEL,
          ParallelConsumerContestant.ofBytes(Mode.ASYNCHRONOUS),
          ParallelConsumerContestant.ofBytes(Mode.EAGER));

  private final Settings settings;
  private final int requests;
  private final Latency latency;

  /// @param settings what is to be run
  public DelayPart(Settings settings) {
    this.settings = settings;
    this.requests = settings.sized(1_200, 500);
    this.latency = new Latency(Duration.ofMillis(100), 1.2, Duration.ofSeconds(3), "delay");
  }

  @Override
  public Duration expected() {
    return each().multipliedBy((long) settings.rounds() * CONTESTANTS.size());
  }

  @Override
  public List<Section> measure(Stage stage) throws Exception {
    Track track = stage.track("delay", requests, BYTES);
    Sheet sheet =
        new Sheet(
            CONTESTANTS,
            new Metric("p50, ms", 0),
            new Metric("p95, ms", 0),
            new Metric("p99, ms", 0),
            new Metric("max, ms", 0));
    for (int round = 0; round < settings.rounds(); round++) {
      for (Contestant contestant : Order.of(CONTESTANTS, round)) {
        int of = round;
        stage
            .progress()
            .step(
                "delay at %d/s, round %d of %d: %s"
                    .formatted(PER_SECOND, round + 1, settings.rounds(), contestant.name()),
                each(),
                () -> run(contestant, track, sheet, of));
      }
    }
    return List.of(
        sheet.section(
            "delay",
            "Delay from a judge's answer to a committed reader",
            List.of(
                "%,d requests of 1 KB, written at %d/s; latency: %s"
                    .formatted(requests, PER_SECOND, latency),
                "from the answer's return in the judge's thread to the record's return from the"
                    + " reader's poll, one clock, one process",
                "answers within %d s after the first call are left out: what was written before the contestant was ready comes at once"
                    .formatted(START_UP.toSeconds()),
                "the asynchronous mode commits no outcomes: its reader sees them as they are sent"),
            List.of(
                new Goal(
                    "p99 of Gavel's delay, in commit intervals of 100 ms",
                    sheet.median(GAVEL.name(), 2) / COMMIT_INTERVAL_MILLIS,
                    2,
                    false))));
  }

  private String run(Contestant contestant, Track track, Sheet sheet, int round)
      throws InterruptedException {
    Slots pool = new Slots(SLOTS, latency);
    Thread writer = Thread.ofPlatform().name("writer").start(() -> write(track));
    Run run = Run.of(contestant, track, pool, 2 * SLOTS);
    writer.join();
    track.deleteRequests();
    long fromNanos = pool.firstCallNanos() + START_UP.toNanos();
    double[] millis =
        run.seenNanos().entrySet().stream()
            .filter(
                seen -> pool.answeredNanos(seen.getKey()).filter(at -> at >= fromNanos).isPresent())
            .mapToDouble(seen -> delayMillis(seen, pool))
            .toArray();
    double p50 = Spread.quantile(millis, 0.5);
    double p99 = Spread.quantile(millis, 0.99);
    sheet.enter(
        contestant.name(),
        round,
        run.problems(),
        p50,
        Spread.quantile(millis, 0.95),
        p99,
        Spread.quantile(millis, 1));
    return String.format(
        Locale.ROOT, "p50 %.0f ms, p99 %.0f ms %s", p50, p99, String.join("; ", run.problems()));
  }

  private static double delayMillis(Map.Entry<String, Long> seen, Slots pool) {
    return (seen.getValue() - pool.answeredNanos(seen.getKey()).orElseThrow()) / 1e6;
  }

  /// Writes the requests evenly over the time, whatever the contestant does.
  private void write(Track track) {
    try (Producer<byte[], byte[]> producer = track.producer(Map.of("linger.ms", "0"));
        Serializer<JudgeRequest> serializer = track.serdes().serializer(JudgeRequest.class)) {
      long startNanos = System.nanoTime();
      for (int i = 0; i < requests; i++) {
        long dueNanos = startNanos + i * 1_000_000_000L / PER_SECOND;
        long waitNanos = dueNanos - System.nanoTime();
        if (waitNanos > 0) {
          Thread.sleep(Duration.ofNanos(waitNanos));
        }
        // What is not written has no outcome, and the reader counts it as lost.
        Future<RecordMetadata> _ = producer.send(track.record(serializer, i));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration each() {
    return Duration.ofSeconds(requests / PER_SECOND + 5L);
  }
}
