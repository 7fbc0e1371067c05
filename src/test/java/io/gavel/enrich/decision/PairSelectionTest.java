package io.gavel.enrich.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairSelectionTest {
  @Test
  void fewEnoughPairsAreAllTaken() {
    assertThat(PairSelection.select("seed", List.of("c", "a", "b"), 3))
        .containsExactly(
            new PairSelection.Pair("a", "b"),
            new PairSelection.Pair("a", "c"),
            new PairSelection.Pair("b", "c"));
    for (int n = 2; n <= 12; n++) {
      assertThat(PairSelection.select("seed", ids(n), 1_000)).hasSize(n * (n - 1) / 2);
    }
  }

  @Test
  void everySelectionIsConnectedBalancedAndAsLargeAsItMayBe() {
    for (int n = 2; n <= 24; n++) {
      for (int most = 1; most <= n * (n - 1) / 2; most++) {
        List<PairSelection.Pair> pairs = PairSelection.select("group" + n, ids(n), most);

        assertThat(pairs)
            .as("%d of %d candidates", most, n)
            .doesNotHaveDuplicates()
            .hasSize(Math.max(most, n - 1))
            .allSatisfy(pair -> assertThat(pair.first()).isLessThan(pair.second()));
        IntSummaryStatistics occurrences = occurrences(pairs);
        assertThat(connectedTo(pairs.getFirst().first(), pairs))
            .as("%d of %d candidates", most, n)
            .hasSize(n);
        assertThat(occurrences.getMax() - occurrences.getMin())
            .as("%d of %d candidates", most, n)
            .isLessThanOrEqualTo(2);
      }
    }
  }

  @Test
  void theOrderOfArrivalChangesNothing() {
    Random random = new Random(4);
    List<String> ids = new ArrayList<>(ids(12));
    List<PairSelection.Pair> expected = PairSelection.select("seed", ids, 20);
    for (int i = 0; i < 200; i++) {
      Collections.shuffle(ids, random);

      assertThat(PairSelection.select("seed", ids, 20)).isEqualTo(expected);
    }
  }

  @Test
  void anotherGroupGetsOtherPairs() {
    assertThat(PairSelection.select("one", ids(12), 20))
        .isNotEqualTo(PairSelection.select("other", ids(12), 20));
  }

  @Test
  void noneOrOneMakeNoPair() {
    assertThat(PairSelection.select("seed", List.of(), 5)).isEmpty();
    assertThat(PairSelection.select("seed", List.of("a"), 5)).isEmpty();
  }

  private static List<String> ids(int count) {
    return IntStream.range(0, count).mapToObj(i -> "g" + i).toList();
  }

  private static IntSummaryStatistics occurrences(List<PairSelection.Pair> pairs) {
    Map<String, Integer> occurrences = new HashMap<>();
    for (PairSelection.Pair pair : pairs) {
      occurrences.merge(pair.first(), 1, Integer::sum);
      occurrences.merge(pair.second(), 1, Integer::sum);
    }
    return occurrences.values().stream().mapToInt(Integer::intValue).summaryStatistics();
  }

  private static Set<String> connectedTo(String start, List<PairSelection.Pair> pairs) {
    Set<String> reached = new HashSet<>(Set.of(start));
    boolean grown = true;
    while (grown) {
      grown = false;
      for (PairSelection.Pair pair : pairs) {
        if (reached.contains(pair.first()) != reached.contains(pair.second())) {
          reached.add(pair.first());
          reached.add(pair.second());
          grown = true;
        }
      }
    }
    return reached;
  }
}
