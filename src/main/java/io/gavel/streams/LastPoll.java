package io.gavel.streams;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/// How long ago the threads of a Kafka Streams client last asked their consumers for records. Each
/// does so with every turn of its loop, so this is what tells a slow or stuck one.
final class LastPoll {
  /// Of each consumer, in whole seconds; -1 before its first poll.
  private static final String METRIC = "last-poll-seconds-ago";

  private LastPoll() {}

  /// The age of the oldest last poll; zero where no consumer has polled yet.
  ///
  /// @param metrics those of the client
  static Duration age(Map<MetricName, ? extends Metric> metrics) {
    double seconds =
        metrics.entrySet().stream()
            .filter(entry -> entry.getKey().name().equals(METRIC))
            // Polls only while there is something to restore.
            .filter(entry ->
                !entry.getKey().tags().getOrDefault("client-id", "").endsWith("-restore-consumer"))
            .mapToDouble(entry -> ((Number) entry.getValue().metricValue()).doubleValue())
            .max()
            .orElse(0);
    return Duration.ofSeconds((long) Math.max(0, seconds));
  }
}
