package io.gavel.bench.jmh;

import io.gavel.engine.ledger.CompletedOffsets;
import io.gavel.engine.ledger.PartitionLedger;
import io.gavel.engine.ledger.Publishable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// One request's way through the ledger: receive, begin, finish, publish; a publication takes many
/// at once.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LedgerBenchmark {
  private static final int BATCH = 256;
  private static final int MAX_MAP_LENGTH = 4_096;

  /// In which order requests finish: as they came, any of the last ones, or all but the very first.
  @Param({"in_order", "any_order", "stuck_head"})
  public String finishing = "in_order";

  private PartitionLedger<Long> ledger = newLedger();
  private final Deque<Long> underWay = new ArrayDeque<>();
  private final SplittableRandom random = new SplittableRandom(1);
  private long next;

  /// A new ledger; where the head is stuck it never finishes.
  @Setup(Level.Iteration)
  public void begin() {
    ledger = newLedger();
    underWay.clear();
    next = 0;
    if (finishing.equals("stuck_head")) {
      receive();
      underWay.clear();
    }
    // As many stay under way as a worker has calls in flight.
    while (underWay.size() < BATCH) {
      receive();
    }
  }

  /// The cost of one request, a batch at a time, as a commit takes them.
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long cycle() {
    for (int i = 0; i < BATCH; i++) {
      receive();
      long finished = underWay.removeFirst();
      while (finishing.equals("any_order") && random.nextInt(4) == 0) {
        underWay.addLast(finished);
        finished = underWay.removeFirst();
      }
      ledger.finish(finished, finished);
    }
    Optional<Publishable<Long>> publishable = ledger.publishable(2 * BATCH);
    publishable.ifPresent(ledger::published);
    return ledger.watermark();
  }

  private void receive() {
    ledger.receive(next);
    ledger.begin(next);
    underWay.addLast(next);
    next++;
  }

  private static PartitionLedger<Long> newLedger() {
    return new PartitionLedger<>(CompletedOffsets.below(0), MAX_MAP_LENGTH);
  }
}
