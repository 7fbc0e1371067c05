package io.gavel.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetSetTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void itHoldsWhatASetOfEachOffsetHolds(long seed) {
    Random random = new Random(seed);
    TreeSet<Long> model = new TreeSet<>();
    OffsetSet set = new OffsetSet();
    for (int step = 0; step < 3_000; step++) {
      long offset = random.nextInt(200);
      if (random.nextInt(60) == 0) {
        set.removeBelow(offset);
        model.headSet(offset).clear();
      } else {
        set.add(offset);
        model.add(offset);
      }
      long asked = random.nextInt(201);
      assertThat(set.contains(asked)).isEqualTo(model.contains(asked));
      assertThat(set.firstMissing(asked)).isEqualTo(firstMissing(model, asked));
      assertThat(set.end()).isEqualTo(model.isEmpty() ? 0 : model.last() + 1);
      assertThat(set.ranges().stream().mapToLong(OffsetRange::length).sum())
          .isEqualTo(model.size());
    }
    assertThat(new OffsetSet(set.ranges()).ranges()).isEqualTo(set.copy().ranges());
    new CompletedOffsets(0, set.ranges().stream().filter(range -> range.from() > 0).toList());
  }

  private static long firstMissing(TreeSet<Long> model, long offset) {
    long missing = offset;
    while (model.contains(missing)) {
      missing++;
    }
    return missing;
  }
}
