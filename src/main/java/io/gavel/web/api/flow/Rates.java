package io.gavel.web.api.flow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// Turns counts into rates: over the last ten samples, or as many as there are. For any thread.
final class Rates {
  private static final int SAMPLES = 11;

  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long nanos, Map<String, Double> totals) {}

  /// Takes a sample.
  ///
  /// @param nanos a monotonic time
  /// @param totals counts by name; each only grows
  synchronized void add(long nanos, Map<String, Double> totals) {
    samples.addLast(new Sample(nanos, new HashMap<>(totals)));
    if (samples.size() > SAMPLES) {
      samples.removeFirst();
    }
  }

  /// How fast a count grows, per second; 0 where that is not known yet.
  synchronized double perSecond(String name) {
    if (samples.size() < 2) {
      return 0;
    }
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    double seconds = (last.nanos - first.nanos) / 1e9;
    double grown = last.totals.getOrDefault(name, 0.0) - first.totals.getOrDefault(name, 0.0);
    return seconds > 0 && grown > 0 ? grown / seconds : 0;
  }
}
