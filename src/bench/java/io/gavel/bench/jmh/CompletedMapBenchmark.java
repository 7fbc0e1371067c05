package io.gavel.bench.jmh;

import io.gavel.engine.ledger.CompletedMap;
import io.gavel.engine.ledger.CompletedOffsets;
import io.gavel.engine.ledger.OffsetRange;
import io.gavel.engine.ledger.UnreadableMapException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Writing and reading completed maps as they are met: of one partition of six at some hundreds of
/// calls in flight.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CompletedMapBenchmark {
  private static final long WATERMARK = 1_000_000_000L;

  /// What is completed beyond the watermark: nearly all, little, or all but the very first.
  @Param({"dense", "sparse", "stuck_head"})
  public String pattern = "dense";

  private CompletedOffsets completed = CompletedOffsets.below(WATERMARK);
  private String text = "";

  /// Makes the map.
  @Setup
  public void make() {
    completed =
        new CompletedOffsets(
            WATERMARK,
            switch (pattern) {
              case "dense" -> drawn(2_000, 0.95);
              case "sparse" -> drawn(2_000, 0.05);
              case "stuck_head" -> List.of(new OffsetRange(WATERMARK + 1, WATERMARK + 50_000));
              default -> throw new IllegalArgumentException("no pattern is named " + pattern);
            });
    text = CompletedMap.write(completed);
  }

  /// All encodings, of which the shortest is kept.
  @Benchmark
  public String write() {
    return CompletedMap.write(completed);
  }

  /// As a new owner of the partition does once.
  @Benchmark
  public CompletedOffsets read() throws UnreadableMapException {
    return CompletedMap.read(WATERMARK, text);
  }

  private static List<OffsetRange> drawn(int offsets, double share) {
    SplittableRandom random = new SplittableRandom(1);
    List<OffsetRange> ranges = new ArrayList<>();
    long from = -1;
    for (long offset = WATERMARK + 1; offset <= WATERMARK + offsets; offset++) {
      boolean in = random.nextDouble() < share;
      if (in && from < 0) {
        from = offset;
      } else if (!in && from >= 0) {
        ranges.add(new OffsetRange(from, offset));
        from = -1;
      }
    }
    if (from >= 0) {
      ranges.add(new OffsetRange(from, WATERMARK + offsets + 1));
    }
    return ranges;
  }
}
