package io.gavel.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// How well a number of slots was used: the simulated work done, per slot and per time; 1.0 is the
/// limit.
///
/// @param slots how many there are
/// @param calls every call that got one; not empty
public record Saturation(int slots, List<Call> calls) {
  private static final Duration RAMP = Duration.ofSeconds(2);

  /// Sorts by start.
  public Saturation {
    List<Call> sorted = new ArrayList<>(calls);
    sorted.sort(Comparator.comparingLong(Call::startNanos));
    calls = Collections.unmodifiableList(sorted);
    if (calls.isEmpty()) {
      throw new IllegalArgumentException("no request reached the pool");
    }
  }

  /// In the steady state: from the moment when all slots are first busy, or 2 s after the first
  /// call when that is earlier, to the moment when the last request is handed to a slot. NaN when
  /// that is no time at all.
  public double steady() {
    long from = Math.min(firstFullNanos(), calls.getFirst().startNanos() + RAMP.toNanos());
    return between(from, calls.getLast().startNanos());
  }

  /// Over a whole run, start-up and drain counted.
  ///
  /// @param fromNanos when the run began, by [System#nanoTime]
  /// @param toNanos when it ended
  public double between(long fromNanos, long toNanos) {
    if (toNanos <= fromNanos) {
      return Double.NaN;
    }
    double busy = calls.stream().mapToLong(call -> call.within(fromNanos, toNanos)).sum();
    return busy / slots / (toNanos - fromNanos);
  }

  private long firstFullNanos() {
    PriorityQueue<Long> ends = new PriorityQueue<>();
    for (Call call : calls) {
      while (!ends.isEmpty() && ends.element() <= call.startNanos()) {
        ends.remove();
      }
      ends.add(call.startNanos() + call.latencyNanos());
      if (ends.size() >= slots) {
        return call.startNanos();
      }
    }
    return Long.MAX_VALUE;
  }
}
