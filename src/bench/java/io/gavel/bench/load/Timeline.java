package io.gavel.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How busy a pool was over time, against what it could do: samples of the busy time of its slots.
/// For one thread.
public final class Timeline {
  private final List<Sample> samples = new ArrayList<>();

  /// How busy the slots have been up to a moment.
  ///
  /// @param atNanos when, by [System#nanoTime]
  /// @param busyNanos the time that all slots together have been busy so far
  /// @param slots how many slots there are from here on
  public record Sample(long atNanos, long busyNanos, int slots) {}

  /// Adds a sample; later than all others.
  public void add(Sample sample) {
    samples.add(sample);
  }

  /// The share of the slots that was busy between two moments, at most 1: what still ran when slots
  /// were taken away does not count. NaN when there are fewer than two samples.
  public double share(long fromNanos, long toNanos) {
    double busy = 0;
    double possible = 0;
    for (int i = 1; i < samples.size(); i++) {
      Sample before = samples.get(i - 1);
      Sample after = samples.get(i);
      if (before.atNanos() >= fromNanos && after.atNanos() <= toNanos) {
        double could = (double) before.slots() * (after.atNanos() - before.atNanos());
        possible += could;
        busy += Math.min(could, (double) (after.busyNanos() - before.busyNanos()));
      }
    }
    return possible == 0 ? Double.NaN : busy / possible;
  }

  /// How long after a change the pool was as busy as is wanted: the first moment at which the
  /// window that ends then is, and what follows up to the end is as well, on the whole.
  ///
  /// @param fromNanos when it was changed
  /// @param toNanos until when it stayed so
  /// @param window how long it must have been so busy
  /// @param wanted the share that is wanted, up to 1
  /// @return empty when it never was
  public Optional<Duration> settled(long fromNanos, long toNanos, Duration window, double wanted) {
    return samples.stream()
        .mapToLong(Sample::atNanos)
        .filter(end -> end - window.toNanos() >= fromNanos && end <= toNanos)
        .filter(end -> share(end - window.toNanos(), end) >= wanted)
        .filter(end -> share(end - window.toNanos(), toNanos) >= wanted)
        .mapToObj(end -> Duration.ofNanos(end - fromNanos))
        .findFirst();
  }
}
