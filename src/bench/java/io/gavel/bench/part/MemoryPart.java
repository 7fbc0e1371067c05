package io.gavel.bench.part;

import io.gavel.bench.broker.CommittedReader;
import io.gavel.bench.broker.Jvm;
import io.gavel.bench.broker.Track;
import io.gavel.bench.report.Goal;
import io.gavel.bench.report.Metric;
import io.gavel.bench.report.Section;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How much memory an engine takes with very many long prompts in flight; in a process of its own
/// with a heap of 256 MB.
public final class MemoryPart implements Part {
  private static final String ROW = "Gavel";
  private static final int IN_FLIGHT = 4_096;
  private static final int BYTES = 8_192;
  private static final int HEAP_MIB = 256;
  private static final double MIB = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final int requests;
  private final Duration median;
  private final Duration cap;
  private final int rounds;

  /// @param settings what is to be run
  public MemoryPart(Settings settings) {
    this.requests = settings.sized(12_000, 6_000);
    this.median = settings.sized(Duration.ofSeconds(2), Duration.ofSeconds(2));
    this.cap = settings.sized(Duration.ofSeconds(20), Duration.ofSeconds(4));
    this.rounds = Math.min(3, settings.rounds());
  }

  @Override
  public Duration expected() {
    return each().multipliedBy(rounds);
  }

  @Override
  public List<Section> measure(Stage stage) throws Exception {
    Track track = stage.filled("memory", requests, BYTES);
    Sheet sheet =
        new Sheet(
                List.of(),
                new Metric("heap after collection, peak MiB", 0),
                new Metric("heap in use, peak MiB", 0),
                new Metric("resident, peak MiB", 0),
                new Metric("in flight, peak", 0),
                new Metric("finished, %", 1))
            .add(ROW, "the engine alone in a JVM with -Xmx" + HEAP_MIB + "m");
    for (int round = 0; round < rounds; round++) {
      int of = round;
      stage
          .progress()
          .step(
              "memory at %,d in flight, round %d of %d".formatted(IN_FLIGHT, round + 1, rounds),
              each(),
              () -> run(track, sheet, of));
    }
    return List.of(
        sheet.section(
            "memory",
            "Memory at %,d in flight, prompts of 8 KB".formatted(IN_FLIGHT),
            List.of(
                "%,d requests; latency lognormal, median %d ms, sigma 1.2, capped at %d ms; feedback of 1 KB"
                    .formatted(requests, median.toMillis(), cap.toMillis())),
            List.of(
                new Goal(
                    "requests finished with a heap of 256 MB and %,d in flight, %%"
                        .formatted(IN_FLIGHT),
                    sheet.median(ROW, 3) >= 0.99 * IN_FLIGHT ? sheet.median(ROW, 4) : Double.NaN,
                    100,
                    true))));
  }

  private String run(Track track, Sheet sheet, int round) throws IOException, InterruptedException {
    track.settle();
    CommittedReader reader = new CommittedReader(track);
    String line;
    try (reader) {
      Process process =
          Jvm.start(
              HEAP_MIB + "m",
              MemoryMain.class,
              track.kafka().bootstrapServers(),
              track.name(),
              Integer.toString(track.requests()),
              Integer.toString(track.bytes()),
              "bench-memory-" + round,
              Integer.toString(IN_FLIGHT),
              Long.toString(median.toMillis()),
              Long.toString(cap.toMillis()));
      try {
        reader.awaitAll(PATIENCE);
        process.outputWriter().close();
        line = process.inputReader().readLine();
        process.waitFor();
      } finally {
        process.destroyForcibly();
      }
    }
    MemoryPeaks peaks =
        line == null
            ? new MemoryPeaks(0, 0, 0, 0, "its process ended without a word")
            : MemoryPeaks.of(line);
    List<String> problems = new ArrayList<>();
    if (!peaks.failure().isEmpty()) {
      problems.add(peaks.failure());
    }
    if (reader.lost() + reader.duplicated() + reader.deadLetters() > 0) {
      problems.add(
          "%,d lost, %,d duplicated, %,d dead letters"
              .formatted(reader.lost(), reader.duplicated(), reader.deadLetters()));
    }
    sheet.enter(
        ROW,
        round,
        problems,
        peaks.heapAfterCollectionBytes() / MIB,
        peaks.heapBytes() / MIB,
        peaks.residentBytes() / MIB,
        peaks.inFlight(),
        100.0 * (requests - reader.lost()) / requests);
    return String.format(
        Locale.ROOT,
        "heap after collection %.0f MiB, in use %.0f MiB, resident %.0f MiB, %d in flight %s",
        peaks.heapAfterCollectionBytes() / MIB,
        peaks.heapBytes() / MIB,
        peaks.residentBytes() / MIB,
        peaks.inFlight(),
        String.join("; ", problems));
  }

  private Duration each() {
    // Twice the median is about the mean.
    double seconds = 2.0 * requests * median.toMillis() / 1000 / IN_FLIGHT;
    return Duration.ofSeconds((long) seconds).plus(cap).plusSeconds(5);
  }
}
