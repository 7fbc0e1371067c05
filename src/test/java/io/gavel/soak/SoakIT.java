package io.gavel.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The long run, of `mvn -Psoak verify`. `-Dsoak.seed=` repeats one; without it the seed is random
/// and printed. `-Dsoak.faults=` sets how many faults, `-Dsoak.rate=` how many requests per second.
class SoakIT {
  @Test
  @Timeout(value = 45, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void theOutcomesAreExactlyTheRequestsWhateverFails() throws Exception {
    long seed = Long.getLong("soak.seed", new Random().nextInt(1_000_000));
    SoakSettings settings =
        new SoakSettings(
            seed,
            Integer.getInteger("soak.faults", 200),
            Integer.getInteger("soak.rate", 40),
            Duration.ofMinutes(40),
            Duration.ofSeconds(90));

    SoakResult result = new SoakRun(settings, System.out).run();

    System.out.println(result);
    assertThat(result.violations()).isEmpty();
    assertThat(result.lost()).isZero();
    assertThat(result.duplicated()).isZero();
    assertThat(result.faults()).isEqualTo(settings.faults());
  }
}
