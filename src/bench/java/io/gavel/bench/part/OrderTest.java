package io.gavel.bench.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderTest {
  private static final List<String> ALL = List.of("a", "b", "c", "d");

  @Test
  void everyRoundHasAllOfThem() {
    assertThat(IntStream.range(0, 8).mapToObj(round -> Order.of(ALL, round)))
        .allSatisfy(order -> assertThat(order).containsExactlyInAnyOrderElementsOf(ALL));
  }

  @Test
  void noneIsAlwaysFirst() {
    assertThat(
            IntStream.range(0, 5)
                .mapToObj(round -> Order.of(ALL, round).getFirst())
                .collect(Collectors.toSet()))
        .hasSizeGreaterThan(2);
  }

  @Test
  void everySecondRoundGoesBackwards() {
    assertThat(Order.of(ALL, 0)).containsExactly("a", "b", "c", "d");
    assertThat(Order.of(ALL, 1)).containsExactly("d", "c", "b", "a");
    assertThat(Order.of(ALL, 2)).containsExactly("b", "c", "d", "a");
  }
}
