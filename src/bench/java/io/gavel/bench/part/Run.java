package io.gavel.bench.part;

import io.gavel.bench.broker.CommittedReader;
import io.gavel.bench.broker.Track;
import io.gavel.bench.contestant.Contestant;
import io.gavel.bench.contestant.Race;
import io.gavel.bench.load.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// What a reader of committed records saw of one run of one contestant.
///
/// @param startNanos when the contestant was started, by [System#nanoTime]
/// @param endNanos when the last new outcome was seen
/// @param seenNanos when each outcome was first seen
/// @param problems what went wrong; empty: every request has exactly one outcome, and it is
///   feedback
record Run(long startNanos, long endNanos, Map<String, Long> seenNanos, List<String> problems) {
  /// A run is over when nothing new was committed for so long: the longest call, and five commits
  /// of the laziest contestant.
  private static final Duration PATIENCE = Duration.ofSeconds(35);

  private static final AtomicInteger COUNT = new AtomicInteger();

  /// Runs one contestant until every request of the track has an outcome.
  static Run of(Contestant contestant, Track track, Pool pool, int inFlight)
      throws InterruptedException {
    track.settle();
    List<String> problems = new ArrayList<>();
    Race race = new Race(track, pool, inFlight, "bench-run-" + COUNT.incrementAndGet());
    CommittedReader reader = new CommittedReader(track);
    long startNanos;
    try (reader) {
      startNanos = System.nanoTime();
      Contestant.Running running = contestant.start(race);
      try {
        if (!reader.awaitAll(PATIENCE)) {
          problems.add("stopped making progress");
        }
      } finally {
        stop(running, problems);
      }
    }
    count(problems, reader.lost(), "requests without a committed outcome");
    count(problems, reader.duplicated(), "outcomes committed more than once");
    count(problems, reader.deadLetters(), "dead letters");
    return new Run(startNanos, reader.lastNewNanos(), reader.firstSeenNanos(), problems);
  }

  /// Requests with an outcome.
  int outcomes() {
    return seenNanos.size();
  }

  private static void stop(Contestant.Running running, List<String> problems) {
    try {
      running.close();
    } catch (Exception e) {
      // Parallel Consumer throws checked ones that it does not declare.
      problems.add("failed while it was stopped: " + e);
    }
  }

  private static void count(List<String> problems, int count, String what) {
    if (count > 0) {
      problems.add("%,d %s".formatted(count, what));
    }
  }
}
