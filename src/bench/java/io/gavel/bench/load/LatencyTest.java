package io.gavel.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatencyTest {
  private static final Latency LATENCY =
      new Latency(Duration.ofMillis(100), 1.2, Duration.ofSeconds(10), "test");

  @Test
  void theLatencyOfARequestIsAlwaysTheSame() {
    assertThat(LATENCY.of("a")).isEqualTo(LATENCY.of("a")).isNotEqualTo(LATENCY.of("b"));
  }

  @Test
  void theDrawsHaveTheirMedianMeanAndTail() {
    double[] millis =
        IntStream.range(0, 20_000)
            .mapToDouble(i -> LATENCY.of("r" + i).toNanos() / 1e6)
            .sorted()
            .toArray();

    assertThat(millis[10_000]).isCloseTo(100, within(3.0));
    // exp(1.2 * 1.2 / 2) times the median.
    assertThat(
            IntStream.range(0, millis.length).mapToDouble(i -> millis[i]).average().orElseThrow())
        .isCloseTo(205, within(8.0));
    // The 99th percentile lies 2.326 standard deviations out.
    assertThat(millis[19_800]).isCloseTo(1_631, within(120.0));
  }

  @Test
  void noCallIsLongerThanTheCap() {
    Latency capped = new Latency(Duration.ofMillis(100), 1.2, Duration.ofMillis(150), "test");

    assertThat(IntStream.range(0, 100).mapToObj(i -> capped.of("r" + i)))
        .allMatch(latency -> latency.toMillis() <= 150)
        .contains(Duration.ofMillis(150));
  }

  @Test
  void withoutSpreadEveryCallTakesTheMedian() {
    Latency constant = new Latency(Duration.ofMillis(7), 0, Duration.ofSeconds(1), "test");

    assertThat(constant.of("a")).isEqualTo(Duration.ofMillis(7));
  }
}
