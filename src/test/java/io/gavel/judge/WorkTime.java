package io.gavel.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/// The time that the test's own thread works, which is the algorithm's; the time that passes is
/// also that of whatever else runs on the machine.
public final class WorkTime {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private WorkTime() {}

  /// Does some work, on a platform thread.
  ///
  /// @param most what it may cost
  public static void assertAtMost(Duration most, Runnable work) {
    long before = THREADS.getCurrentThreadCpuTime();
    work.run();
    assertThat(Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - before))
        .isLessThanOrEqualTo(most);
  }
}
