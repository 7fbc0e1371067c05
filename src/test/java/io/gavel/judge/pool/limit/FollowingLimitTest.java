package io.gavel.judge.pool.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FollowingLimitTest {
  @Test
  void fromOneItRisesAgainWhereTheQueueIsSeenToBeEmpty() {
    FollowingLimit limit = new FollowingLimit(new Bounds(8, 1, 256), Duration.ZERO);
    long millis = 0;
    for (int outage = 0; outage < 40; outage++) {
      millis += 1_000;
      limit.failed(call(limit, millis - 1), Duration.ofMillis(millis));
    }
    assertThat(limit.value()).isEqualTo(1);

    for (int answer = 0; answer < 3_000; answer++) {
      millis += 100;
      if (answer % 10 == 0) {
        limit.observed(
            new ServerQueue(limit.value(), 0, 0.1), limit.value(), Duration.ofMillis(millis));
      }
      limit.answered(call(limit, millis - 100), Duration.ofMillis(millis));
    }

    assertThat(limit.value()).isGreaterThan(32);
  }

  @Test
  void atItsMaximumItStillNoticesAServerThatCanDoLess() {
    FollowingLimit limit = new FollowingLimit(new Bounds(8, 1, 100), Duration.ZERO);
    Random random = new Random(1);
    double millis = 0;
    for (int answer = 0; answer < 400_000; answer++) {
      int slots = answer < 100_000 ? 400 : 32;
      double latency =
          100 * Math.exp(0.8 * random.nextGaussian()) * Math.max(1, limit.value() / (double) slots);
      millis += latency / limit.value();
      limit.answered(
          call(limit, (long) (millis - latency)), Duration.ofNanos((long) (millis * 1e6)));
      if (answer == 100_000) {
        assertThat(limit.value()).isEqualTo(100);
      }
    }

    assertThat(limit.value()).isBetween(28, 99);
  }

  private static StartedCall call(FollowingLimit limit, long startedMillis) {
    return new StartedCall(Duration.ofMillis(startedMillis), limit.value(), limit.value());
  }
}
