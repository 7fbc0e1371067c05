package io.gavel.health;

import java.time.Duration;
import java.util.function.LongSupplier;

/// The turns of a loop, as others see them: the loop tells with each turn how it stands, and that
/// holds until it is too old. So alive means that the last turn is recent, not that a thread
/// exists.
///
/// One thread beats, any thread reads.
public final class Heartbeat {
  /// How old the last turn may be. A healthy turn can wait for a broker or a registry that does not
  /// answer, which the clients give up after about a minute; twice that is not healthy.
  public static final Duration LIMIT = Duration.ofMinutes(2);

  private final String loop;
  private final LongSupplier nanoTime;
  private volatile Beat last;

  private record Beat(long nanos, Health health) {}

  /// Starts to count now: a loop that never makes a turn is found out too.
  ///
  /// @param loop names the loop, for people
  /// @param nanoTime a monotonic clock in nanoseconds, such as [System#nanoTime]
  public Heartbeat(String loop, LongSupplier nanoTime) {
    this.loop = loop;
    this.nanoTime = nanoTime;
    last = new Beat(nanoTime.getAsLong(), Health.starting(loop + " has made no turn yet"));
  }

  /// The loop makes a turn.
  ///
  /// @param health how it stands
  public void beat(Health health) {
    last = new Beat(nanoTime.getAsLong(), health);
  }

  /// How the loop stands: as it said with its last turn, or stalled where that is older than
  /// [#LIMIT].
  public Health health() {
    Beat beat = last;
    return atAge(loop, Duration.ofNanos(nanoTime.getAsLong() - beat.nanos), beat.health);
  }

  /// How a loop stands whose turns are counted elsewhere.
  ///
  /// @param loop names the loop, for people
  /// @param age the time since its last turn
  /// @param otherwise how it stands while its last turn is not older than [#LIMIT]
  public static Health atAge(String loop, Duration age, Health otherwise) {
    return age.compareTo(LIMIT) > 0
        ? Health.stalled("%s has made no turn for %d s".formatted(loop, age.toSeconds()))
        : otherwise;
  }
}
