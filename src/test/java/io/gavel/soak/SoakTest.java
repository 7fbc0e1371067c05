package io.gavel.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The short run of every build. `mvn -Psoak verify` runs the long one, [SoakIT].
class SoakTest {
  private static final SoakSettings SHORT =
      new SoakSettings(1, 23, 40, Duration.ofMinutes(15), Duration.ofMinutes(3));

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void theOutcomesAreExactlyTheRequestsWhateverFails() throws Exception {
    SoakResult result = new SoakRun(SHORT, System.out).run();

    System.out.println(result);
    assertThat(result.violations()).isEmpty();
    assertThat(result.lost()).isZero();
    assertThat(result.duplicated()).isZero();
    assertThat(result.faults()).isEqualTo(SHORT.faults());
    assertThat(result.requests()).isGreaterThan(500);
  }
}
