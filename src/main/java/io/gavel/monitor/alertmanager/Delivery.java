package io.gavel.monitor.alertmanager;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// What one Alertmanager has been told, and what it is to be told next. Alertmanager keeps alerts
/// in memory and ends one that is not posted again, so an open alert is posted again and again, as
/// Prometheus does; one that is over is posted until it was taken, once.
///
/// After a failure it waits, twice as long each time up to `repeat`, with full jitter. For one
/// thread.
final class Delivery {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private final Duration repeat;
  private final RandomGenerator random;
  private final Map<Map<String, String>, Told> told = new HashMap<>();
  private Instant nextAttempt = Instant.MIN;
  private int failures;

  private record Told(long version, Instant at) {}

  /// @param repeat how often an open alert is posted again
  /// @param random for the jitter
  Delivery(Duration repeat, RandomGenerator random) {
    this.repeat = repeat;
    this.random = random;
  }

  /// How long an open alert stays open that is not posted again: three posts may be lost.
  static Duration openFor(Duration repeat) {
    return repeat.multipliedBy(4);
  }

  /// What is to be posted now; empty also while a pause lasts.
  Map<Map<String, String>, KnownAlert> due(AlertBook book, Instant now) {
    Map<Map<String, String>, KnownAlert> due = new LinkedHashMap<>();
    if (!now.isBefore(nextAttempt)) {
      book.known()
          .forEach((labels, alert) -> {
            if (isDue(labels, alert, now)) {
              due.put(labels, alert);
            }
          });
    }
    return due;
  }

  private boolean isDue(Map<String, String> labels, KnownAlert alert, Instant now) {
    if (!alert.isOpen()) {
      return !isOver(labels, alert, now);
    }
    Told last = told.get(labels);
    return last == null || last.version != alert.version() || !now.isBefore(last.at.plus(repeat));
  }

  /// Whether an alert that was cleared needs no word any more: it was told, or Alertmanager was not
  /// told by this worker that it was open and has ended it by itself since, if another told it.
  boolean isOver(Map<String, String> labels, KnownAlert alert, Instant now) {
    Told last = told.get(labels);
    return last == null
        ? alert.clearedAt().filter(at -> at.isBefore(now.minus(openFor(repeat)))).isPresent()
        : last.version == alert.version();
  }

  /// These were taken.
  void accepted(Map<Map<String, String>, KnownAlert> posted, Instant now) {
    posted.forEach((labels, alert) -> told.put(labels, new Told(alert.version(), now)));
    failures = 0;
    nextAttempt = Instant.MIN;
  }

  /// Nothing was taken.
  ///
  /// @return whether it is the first time since something was
  boolean failed(Instant now) {
    Duration longest =
        failures < Long.SIZE / 4 ? min(FIRST_PAUSE.multipliedBy(1L << failures), repeat) : repeat;
    failures++;
    nextAttempt = now.plusMillis(1 + random.nextLong(longest.toMillis()));
    return failures == 1;
  }

  /// Whether it failed last.
  boolean isFailing() {
    return failures > 0;
  }

  /// Keeps no more of what is not in the book any more.
  void forget(AlertBook book) {
    told.keySet().retainAll(book.known().keySet());
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
