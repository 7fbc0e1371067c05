package io.gavel.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdsTest {
  @Test
  void anIdIsTheFirst128BitsOfTheHashOfTheLengthPrefixedParts() {
    // printf '\x00\x00\x00\x01a\x00\x00\x00\x02bc' | sha256sum
    assertThat(Ids.hash("a", "bc")).isEqualTo("b534ce16ac9c8b36823f39a395ce8e0e");
  }

  @Test
  void partsDoNotRunIntoEachOther() {
    assertThat(Ids.hash("a", "bc")).isNotEqualTo(Ids.hash("ab", "c"));
  }

  @Test
  void uniformNumbersAreTheSameEveryTimeAndSpreadOverTheUnitInterval() {
    double[] numbers =
        IntStream.range(0, 20_000).mapToDouble(i -> Ids.uniform("generation-" + i)).toArray();

    assertThat(Ids.uniform("generation-7")).isEqualTo(numbers[7]);
    assertThat(Arrays.stream(numbers)).allMatch(number -> number >= 0 && number < 1);
    for (int decile = 0; decile < 10; decile++) {
      double low = decile / 10.0;
      long share = Arrays.stream(numbers).filter(n -> n >= low && n < low + 0.1).count();
      // 2,000 expected with a standard deviation of 42: five of them either way.
      assertThat(share).isBetween(1_790L, 2_210L);
    }
  }
}
