package io.gavel.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// How fast a count has grown lately. For one thread.
final class Pace {
  private static final Duration WINDOW = Duration.ofSeconds(10);

  private final Deque<Sample> samples = new ArrayDeque<>();

  /// The count at a time.
  private record Sample(Instant at, long count) {}

  /// @param start when the count was 0
  Pace(Instant start) {
    samples.add(new Sample(start, 0));
  }

  /// Takes the count as it is now.
  ///
  /// @return by how much it grew in a second, over the last 10 seconds, or since the start
  double perSecond(Instant now, long count) {
    samples.addLast(new Sample(now, count));
    while (Duration.between(samples.getFirst().at(), now).compareTo(WINDOW) > 0) {
      samples.removeFirst();
    }
    Sample first = samples.getFirst();
    double seconds = Duration.between(first.at(), now).toMillis() / 1000.0;
    return (count - first.count()) / Math.max(0.1, seconds);
  }
}
