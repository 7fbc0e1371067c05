package io.gavel.soak;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/// What a worker of a soak run is told: short time-outs, so that every way to be too late is met
/// within seconds.
///
/// @param bootstrapServers the brokers
/// @param registryUrl the registry
/// @param judges the base URLs of the judges' servers
/// @param model what they serve
record WorkerSettings(String bootstrapServers, String registryUrl, List<URI> judges, String model) {
  /// Before every topic's name.
  static final String PREFIX = "soak.";

  /// The workers' consumer group.
  static final String GROUP = "soak-judge";

  /// A worker's id, from which its transactional id is made.
  static String workerId(int worker) {
    return "soak-worker-" + worker;
  }

  /// The configuration file of one worker.
  String yaml(int worker) {
    return """
    worker_id: %s
    roles: [judge]
    web:
      listen: ""
    kafka:
      bootstrap_servers: %s
      consumer_properties:
        session.timeout.ms: 4000
        heartbeat.interval.ms: 1000
      producer_properties:
        transaction.timeout.ms: 10000
    registry:
      url: %s
    topics:
      prefix: %s
      partitions: %d
    engine:
      group_id: %s
      max_in_flight: 64
      drain: 2s
    judge:
      profiles:
        prometheus:
          endpoints: [%s]
          model: %s
          concurrency: 16
          call_timeout: 3s
          max_attempts: 8
          retry_budget: 1m
          backoff: 100ms
          max_backoff: 2s
          stand_in: true
    """
        .formatted(
            workerId(worker),
            bootstrapServers,
            registryUrl,
            PREFIX,
            SoakShape.PARTITIONS,
            GROUP,
            judges.stream().map(URI::toString).collect(Collectors.joining(", ")),
            model);
  }
}
