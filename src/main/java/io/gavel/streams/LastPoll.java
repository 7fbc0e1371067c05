package io.gavel.streams;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/// How long ago the threads of a Kafka Streams client last asked their consumers for records. Each
/// does so with every turn of its loop, so this is what tells a slow or stuck one. For any thread.
///
/// The client's metrics are looked through once: to ask for them copies all of them, which are
/// thousands, and health is asked for often.
final class LastPoll {
  /// Of each consumer, in whole seconds; -1 before its first poll.
  private static final String METRIC = "last-poll-seconds-ago";

  private final List<Metric> ages;

  /// @param metrics those of the client, whose consumers are there from its construction on
  LastPoll(Map<MetricName, ? extends Metric> metrics) {
    ages =
        metrics.values().stream()
            .filter(metric -> metric.metricName().name().equals(METRIC))
            // Polls only while there is something to restore.
            .filter(metric ->
                !metric
                    .metricName()
                    .tags()
                    .getOrDefault("client-id", "")
                    .endsWith("-restore-consumer"))
            .<Metric>map(metric -> metric)
            .toList();
  }

  /// How many consumers are looked at.
  int consumers() {
    return ages.size();
  }

  /// The age of the oldest last poll; zero where no consumer has polled yet.
  Duration age() {
    double seconds =
        ages.stream()
            .mapToDouble(metric -> ((Number) metric.metricValue()).doubleValue())
            .max()
            .orElse(0);
    return Duration.ofSeconds((long) Math.max(0, seconds));
  }
}
