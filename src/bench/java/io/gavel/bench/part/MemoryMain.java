package io.gavel.bench.part;

import io.gavel.bench.broker.Track;
import io.gavel.bench.contestant.GavelContestant;
import io.gavel.bench.load.Latency;
import io.gavel.bench.load.PoolJudge;
import io.gavel.bench.load.Slots;
import io.gavel.config.KafkaConfig;
import io.gavel.engine.Engine;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/// Gavel's engine alone in a process with a small heap; ends when its standard input does, and then
/// prints what it took.
final class MemoryMain {
  private static final int FEEDBACK_BYTES = 1024;

  private MemoryMain() {}

  /// Runs it.
  ///
  /// @param arguments bootstrap servers, the track's name, the number of requests and their size,
  ///   the consumer group, slots, and the latency's median and cap in milliseconds
  public static void main(String[] arguments) throws IOException {
    HeapWatch heap = new HeapWatch();
    Track track =
        new Track(
            KafkaConfig.of(arguments[0]),
            arguments[1],
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]));
    int slots = Integer.parseInt(arguments[5]);
    Slots pool =
        new Slots(
            slots,
            new Latency(
                Duration.ofMillis(Long.parseLong(arguments[6])),
                1.2,
                Duration.ofMillis(Long.parseLong(arguments[7])),
                "memory"));
    Engine engine =
        GavelContestant.engine(
            GavelContestant.config(track, arguments[4], slots, Map.of()),
            new PoolJudge(pool, FEEDBACK_BYTES),
            track);
    try (engine) {
      engine.start();
      while (System.in.read() >= 0) {
        // Nobody writes; the end is what is waited for.
      }
    }
    System.out.println(
        new MemoryPeaks(
                heap.peakBytes(),
                heap.peakAfterCollectionBytes(),
                HeapWatch.peakResidentBytes(),
                pool.mostInside(),
                engine.failure().map(Throwable::toString).orElse(""))
            .line());
  }
}
