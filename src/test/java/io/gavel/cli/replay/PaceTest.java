package io.gavel.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final List<Duration> pauses = new ArrayList<>();
  private long nanos = 7_000_000_000L;

  @Test
  void itWaitsUntilTheRateAllowsWhatWasPublished() {
    Pace pace = new Pace(50, () -> nanos, pauses::add);
    nanos += 200_000_000L;
    pace.after(pace.batch());

    assertThat(pace.batch()).isEqualTo(50);
    assertThat(pauses).containsExactly(Duration.ofMillis(800));
  }

  @Test
  void itNeverWaitsWhereItIsBehindOrHasNoRate() {
    Pace behind = new Pace(50, () -> nanos, pauses::add);
    nanos += 3_000_000_000L;
    behind.after(50);
    new Pace(0, () -> nanos, pauses::add).after(1_000_000);

    assertThat(pauses).isEmpty();
  }
}
