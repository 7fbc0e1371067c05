package io.gavel.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One partition through random histories: completion in any order, transactions that commit,
/// abort, or end without anybody knowing how, owners that crash or hand over at any point, holes in
/// the offsets. Whatever happens, every record gets exactly one outcome.
class LedgerHistoriesTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void everyRecordGetsExactlyOneOutcome(long seed) throws Exception {
    for (int i = 0; i < 20; i++) {
      new History(seed * 1_000 + i).run();
    }
  }

  private static final class History {
    private final Random random;
    private final List<Long> log = new ArrayList<>();
    private final Map<Long, Integer> published = new HashMap<>();
    private final int room;
    private long committedOffset;
    private String committedMap = "";

    // The owner's memory, gone when it crashes.
    private PartitionLedger<Long> ledger;
    private final List<Long> waiting = new ArrayList<>();
    private final TreeSet<Long> underWay = new TreeSet<>();
    private long position;

    History(long seed) {
      random = new Random(seed);
      room = random.nextBoolean() ? 4096 : 256;
      long offset = random.nextInt(100);
      for (int i = 0; i < 2_500; i++) {
        log.add(offset);
        offset += random.nextInt(10) == 0 ? 1 + random.nextInt(5) : 1;
      }
      ledger = new PartitionLedger<>(CompletedOffsets.below(0), room);
    }

    void run() throws Exception {
      int takeover = 1 + random.nextInt(400);
      while (published.size() < log.size()) {
        receive();
        begin();
        finish();
        if (random.nextInt(6) == 0) {
          publish();
        }
        if (random.nextInt(takeover) == 0) {
          takeOver();
        }
      }
      assertThat(published).hasSameSizeAs(log).containsOnlyKeys(log);
      assertThat(published.values()).containsOnly(1);
    }

    private void receive() {
      int count = random.nextInt(30);
      if (waiting.size() > 60) {
        return;
      }
      int found = Collections.binarySearch(log, position);
      int next = found < 0 ? -found - 1 : found;
      for (long offset : log.subList(next, Math.min(log.size(), next + count))) {
        if (ledger.receive(offset)) {
          waiting.add(offset);
        }
        position = offset + 1;
      }
      ledger.advance(position);
    }

    private void begin() {
      while (!waiting.isEmpty() && underWay.size() < 40 && ledger.mayBegin(waiting.getFirst())) {
        long offset = waiting.removeFirst();
        ledger.begin(offset);
        underWay.add(offset);
      }
    }

    /// The first requests are slow, so that much is finished beyond them.
    private void finish() {
      for (long offset : List.copyOf(underWay)) {
        boolean isFirst = offset == underWay.first();
        if (random.nextInt(isFirst ? 60 : 3) == 0) {
          underWay.remove(offset);
          assertThat(ledger.finish(offset, offset)).isTrue();
        }
      }
    }

    private void publish() throws UnreadableMapException {
      Optional<Publishable<Long>> snapshot = ledger.publishable(1 + random.nextInt(50));
      if (snapshot.isEmpty()) {
        return;
      }
      assertThat(snapshot.get().map().length()).isLessThanOrEqualTo(room);
      finish(); // Goes on during the transaction.
      int fate = random.nextInt(10);
      boolean committed = fate != 0 && fate != 1;
      if (committed) {
        commit(snapshot.get());
      }
      if (fate == 1 || fate == 2) {
        // The producer broke, and nobody knows whether it was committed.
        ledger.settle(CompletedMap.read(committedOffset, committedMap));
      } else if (committed) {
        ledger.published(snapshot.get());
      }
    }

    private void commit(Publishable<Long> snapshot) {
      snapshot.outcomes().forEach(offset -> published.merge(offset, 1, Integer::sum));
      committedOffset = snapshot.completed().watermark();
      committedMap = snapshot.map();
    }

    private void takeOver() throws UnreadableMapException {
      if (random.nextBoolean()) {
        ledger.publishable(Integer.MAX_VALUE).ifPresent(this::commit); // Handed over, not crashed.
      }
      ledger = new PartitionLedger<>(CompletedMap.read(committedOffset, committedMap), room);
      waiting.clear();
      underWay.clear();
      position = committedOffset;
    }
  }
}
