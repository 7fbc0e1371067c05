package io.gavel.streams;

import io.gavel.config.KafkaConfig;
import io.gavel.config.TopicsConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The properties of a role's Kafka Streams client: Gavel's own, over them the user's, over them
/// those without which a record could be lost or counted twice.
public final class StreamsProperties {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsProperties.class);

  private StreamsProperties() {}

  /// The properties.
  ///
  /// @param role whose
  /// @param topics how internal topics are replicated
  /// @param kafka how to reach the cluster, and the user's properties
  /// @param workerId names the worker; parts its state from that of others on the same host
  public static Properties of(
      StreamsRole role, TopicsConfig topics, KafkaConfig kafka, String workerId) {
    Map<String, Object> all = defaults(role, topics, workerId);
    all.putAll(kafka.streams());
    decided(role, kafka)
        .forEach((key, value) -> {
          Object given = kafka.streams().get(key);
          if (given != null && !given.equals(value)) {
            LOG.warn(
                "kafka_property_ignored key={} used={}"
                    + " hint=\"another value could lose records or count them twice\"",
                key,
                value);
          }
          all.put(key, value);
        });
    Properties properties = new Properties();
    properties.putAll(all);
    return properties;
  }

  private static Map<String, Object> defaults(
      StreamsRole role, TopicsConfig topics, String workerId) {
    Map<String, Object> all = new HashMap<>();
    all.put(StreamsConfig.CLIENT_ID_CONFIG, role.applicationId() + "-" + workerId);
    all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, role.threads());
    all.put(StreamsConfig.STATE_DIR_CONFIG, role.folder(workerId).toString());
    all.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, topics.replicationFactor());
    all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
    all.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class.getName());
    // Once the group's protocol of Kafka 4 has been tried with a rolling upgrade, it may come here.
    all.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
    all.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    // While a store is restored the offsets of the next wait behind a fetch on the same connection:
    // for so long, 500 ms by default, where nothing is there to fetch.
    all.put(StreamsConfig.restoreConsumerPrefix("fetch.max.wait.ms"), 50);
    // A worker that was killed is replaced after this.
    all.put(StreamsConfig.mainConsumerPrefix("session.timeout.ms"), 10_000);
    all.put(StreamsConfig.mainConsumerPrefix("heartbeat.interval.ms"), 3_000);
    return all;
  }

  private static Map<String, Object> decided(StreamsRole role, KafkaConfig kafka) {
    return Map.ofEntries(
        Map.entry(StreamsConfig.APPLICATION_ID_CONFIG, role.applicationId()),
        Map.entry(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
        Map.entry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2),
        // What stands in a transaction that was aborted must not become a policy or rubric.
        Map.entry(StreamsConfig.globalConsumerPrefix("isolation.level"), "read_committed"),
        // What cannot be read is dealt with before these are asked; whatever else fails stops the
        // task, and nothing is passed over.
        Map.entry(
            StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
            "org.apache.kafka.streams.errors.LogAndFailExceptionHandler"),
        Map.entry(
            StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, StopOnFailure.class.getName()),
        Map.entry(
            StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
            "org.apache.kafka.streams.errors.DefaultProductionExceptionHandler"),
        Map.entry(
            StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.REUSE_KTABLE_SOURCE_TOPICS),
        Map.entry(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true));
  }
}
