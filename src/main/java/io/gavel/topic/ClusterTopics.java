package io.gavel.topic;

import io.gavel.config.InvalidConfigException;
import io.gavel.config.KafkaConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/// The topics of a cluster, compared with what they should be and made so.
///
/// Every call blocks until the cluster answers, at most the time limit, and throws
/// [ClusterUnavailableException] when it does not. For one thread.
public final class ClusterTopics implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(50);

  private final Admin admin;
  private final String bootstrapServers;
  private final Duration limit;

  private ClusterTopics(Admin admin, String bootstrapServers, Duration limit) {
    this.admin = admin;
    this.bootstrapServers = bootstrapServers;
    this.limit = limit;
  }

  /// A client of the cluster that waits 10 s for an answer. It does not connect yet.
  ///
  /// @throws InvalidConfigException when a property cannot be used
  public static ClusterTopics of(KafkaConfig config) {
    return of(config, LIMIT);
  }

  /// A client likewise, that waits as long as is said.
  ///
  /// @param limit how long to wait for an answer
  /// @throws InvalidConfigException when a property cannot be used
  public static ClusterTopics of(KafkaConfig config, Duration limit) {
    Map<String, Object> properties = config.admin();
    int limitMillis = Math.toIntExact(limit.toMillis());
    properties.put("default.api.timeout.ms", limitMillis);
    properties.put("request.timeout.ms", Math.max(1, limitMillis / 2));
    // The client warns at every attempt, and one line is to say that the cluster is down.
    properties.putIfAbsent("reconnect.backoff.ms", "500");
    properties.putIfAbsent("reconnect.backoff.max.ms", "2000");
    try {
      return new ClusterTopics(Admin.create(properties), config.bootstrapServers(), limit);
    } catch (KafkaException e) {
      throw KafkaFailures.unusable(config.bootstrapServers(), e);
    }
  }

  /// Which of these topics the cluster does not have, or does not show to this user; sorted.
  public SortedSet<String> missing(Collection<String> names) {
    SortedSet<String> missing = new TreeSet<>(names);
    missing.removeAll(required(await(admin.listTopics().names())));
    return missing;
  }

  /// How the cluster's topics differ from these, in their order; empty when they do not.
  public List<TopicDifference> differences(List<TopicDefinition> wanted) {
    Map<String, TopicDescription> found = describe(wanted);
    Map<String, Config> settings = settings(found.keySet());
    List<TopicDifference> differences = new ArrayList<>();
    for (TopicDefinition topic : wanted) {
      TopicDescription description = found.get(topic.name());
      Config config = settings.get(topic.name());
      if (description == null || config == null) {
        differences.add(new TopicDifference.Missing(topic));
      } else {
        compare(topic, description, config, differences);
      }
    }
    return List.copyOf(differences);
  }

  /// Makes right what can be: creates what is missing, changes settings; returns when the cluster
  /// shows it. The rest stays as it is.
  ///
  /// @param differences from [#differences]
  /// @throws InvalidConfigException when the cluster refuses what is asked for
  public void apply(List<TopicDifference> differences) {
    List<NewTopic> missing = new ArrayList<>();
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    for (TopicDifference difference : differences) {
      switch (difference) {
        case TopicDifference.Missing(TopicDefinition wanted) -> missing.add(newTopic(wanted));
        case TopicDifference.Setting(String topic, String key, String ignored, String wanted) ->
            changes
                .computeIfAbsent(resource(topic), resource -> new ArrayList<>())
                .add(new AlterConfigOp(new ConfigEntry(key, wanted), AlterConfigOp.OpType.SET));
        case TopicDifference.Partitions ignored -> {}
        case TopicDifference.Replicas ignored -> {}
      }
    }
    // One by one: that another apply was faster with one topic must not hide what became of the
    // others.
    admin.createTopics(missing).values().values().forEach(this::await);
    await(admin.incrementalAlterConfigs(changes).all());
    awaitVisible(differences, missing);
  }

  /// Brokers learn what the controller decided a little later; until then a worker that starts
  /// would miss its topics.
  private void awaitVisible(List<TopicDifference> applied, List<NewTopic> created) {
    List<TopicDefinition> wanted = new ArrayList<>();
    for (TopicDifference difference : applied) {
      switch (difference) {
        case TopicDifference.Missing(TopicDefinition topic) -> wanted.add(topic);
        case TopicDifference.Setting(String topic, String key, String ignored, String value) ->
            wanted.add(new TopicDefinition(topic, 1, -1, Map.of(key, value)));
        case TopicDifference.Partitions ignored -> {}
        case TopicDifference.Replicas ignored -> {}
      }
    }
    long deadlineNanos = System.nanoTime() + limit.toNanos();
    while (differences(wanted).stream().anyMatch(TopicDifference::canBeApplied)
        || !leadersAnswer(created)) {
      if (System.nanoTime() > deadlineNanos) {
        throw new ClusterUnavailableException(
            "the Kafka cluster at %s took the changes and does not show them after %d s; see whether all its brokers run"
                .formatted(bootstrapServers, limit.toSeconds()),
            null);
      }
      LockSupport.parkNanos(LOOK_INTERVAL.toNanos());
    }
  }

  /// Whether the leader of every new partition answers. The first batches of a producer to a
  /// partition whose leader is not there yet can arrive in the wrong order, and are then refused
  /// until they expire.
  private boolean leadersAnswer(List<NewTopic> created) {
    Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
    for (NewTopic topic : created) {
      for (int partition = 0; partition < topic.numPartitions(); partition++) {
        partitions.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
      }
    }
    KafkaFuture<?> answer = admin.listOffsets(partitions).all();
    try {
      await(answer);
      return true;
    } catch (ClusterUnavailableException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }

  private static void compare(
      TopicDefinition wanted,
      TopicDescription found,
      Config settings,
      List<TopicDifference> differences) {
    int partitions = found.partitions().size();
    if (partitions != wanted.partitions()) {
      differences.add(
          new TopicDifference.Partitions(wanted.name(), partitions, wanted.partitions()));
    }
    int replicas = found.partitions().stream().mapToInt(it -> it.replicas().size()).min().orElse(0);
    if (wanted.replicationFactor() != -1 && replicas != wanted.replicationFactor()) {
      differences.add(
          new TopicDifference.Replicas(wanted.name(), replicas, wanted.replicationFactor()));
    }
    new TreeMap<>(wanted.settings())
        .forEach((key, value) -> {
          ConfigEntry entry = settings.get(key);
          String is = entry == null || entry.value() == null ? "not set" : entry.value();
          if (!is.equals(value)) {
            differences.add(new TopicDifference.Setting(wanted.name(), key, is, value));
          }
        });
  }

  private Map<String, TopicDescription> describe(List<TopicDefinition> wanted) {
    Set<String> there = required(await(admin.listTopics().names()));
    List<String> names =
        wanted.stream().map(TopicDefinition::name).distinct().filter(there::contains).toList();
    return names.isEmpty()
        ? Map.of()
        : required(await(admin.describeTopics(names).allTopicNames()));
  }

  private Map<String, Config> settings(Set<String> topics) {
    if (topics.isEmpty()) {
      return Map.of();
    }
    List<ConfigResource> resources = topics.stream().map(ClusterTopics::resource).toList();
    Map<String, Config> settings = new HashMap<>();
    required(await(admin.describeConfigs(resources).all()))
        .forEach((resource, config) -> settings.put(resource.name(), config));
    return settings;
  }

  private static NewTopic newTopic(TopicDefinition wanted) {
    Optional<Short> replicas =
        wanted.replicationFactor() == -1
            ? Optional.empty()
            : Optional.of((short) wanted.replicationFactor());
    return new NewTopic(wanted.name(), Optional.of(wanted.partitions()), replicas)
        .configs(wanted.settings());
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  private static <T> T required(@Nullable T answer) {
    if (answer == null) {
      throw new IllegalStateException("the admin client answered null");
    }
    return answer;
  }

  private <T> @Nullable T await(KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return null;
      }
      throw failure(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterUnavailableException(
          "interrupted while waiting for the Kafka cluster at " + bootstrapServers, e);
    }
  }

  private RuntimeException failure(Throwable cause) {
    Optional<String> refusal = KafkaFailures.refusal(cause);
    if (refusal.isPresent()) {
      return new ClusterUnavailableException(
          "the Kafka cluster at %s %s".formatted(bootstrapServers, refusal.get()), cause);
    }
    return switch (cause) {
      case InvalidReplicationFactorException e ->
          new InvalidConfigException(
              "topics.replication_factor: the cluster cannot do it: " + e.getMessage(), e);
      case InvalidConfigurationException e ->
          new InvalidConfigException(
              "the cluster refuses a topic's settings: " + e.getMessage(), e);
      case PolicyViolationException e ->
          new InvalidConfigException(
              "the cluster's policy refuses a topic's settings: " + e.getMessage(), e);
      default ->
          new ClusterUnavailableException(
              "no Kafka broker answers at %s within %d s (%s); start it, or correct kafka.bootstrap_servers and kafka.properties"
                  .formatted(bootstrapServers, limit.toSeconds(), cause.getClass().getSimpleName()),
              cause);
    };
  }
}
