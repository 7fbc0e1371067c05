package io.gavel.soak;

import io.gavel.config.KafkaConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/// What the brokers say about themselves and the workers' group. For any thread.
final class ClusterView implements AutoCloseable {
  private static final Duration RECOVERY = Duration.ofMinutes(6);
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(300);
  private static final List<Integer> BROKERS =
      IntStream.range(0, SoakShape.BROKERS).boxed().toList();

  private final Admin admin;

  /// @param kafka the brokers
  ClusterView(KafkaConfig kafka) {
    Map<String, Object> properties = kafka.admin();
    properties.put("request.timeout.ms", "2000");
    properties.put("default.api.timeout.ms", "5000");
    admin = Admin.create(properties);
  }

  /// Waits until every broker answers and every partition has all its replicas in sync: from then
  /// on any broker may go away.
  ///
  /// @throws IllegalStateException when that takes too long
  void awaitWhole() throws InterruptedException {
    long deadlineNanos = System.nanoTime() + RECOVERY.toNanos();
    // Brokers learn of each other's absence a little later, so one look is not enough.
    for (int seen = 0; seen < 2; seen = isWhole() ? seen + 1 : 0) {
      if (System.nanoTime() - deadlineNanos > 0) {
        throw new IllegalStateException("the brokers are not whole again after " + RECOVERY);
      }
      TimeUnit.NANOSECONDS.sleep(LOOK_INTERVAL.toNanos());
    }
  }

  /// The broker that coordinates a consumer group; empty where nobody can tell at the moment.
  Optional<Integer> coordinatorOfGroup(String group) throws InterruptedException {
    try {
      return Optional.of(group(group).coordinator().id());
    } catch (ExecutionException e) {
      return Optional.empty();
    }
  }

  /// The broker that coordinates the transactions of whoever has this in its transactional id;
  /// empty where nobody can tell at the moment.
  Optional<Integer> coordinatorOfTransactions(String partOfId) throws InterruptedException {
    try {
      return admin.listTransactions().allByBrokerId().get().entrySet().stream()
          .filter(broker ->
              broker.getValue().stream()
                  .anyMatch(listed -> listed.transactionalId().contains(partOfId)))
          .map(Map.Entry::getKey)
          .findFirst();
    } catch (ExecutionException e) {
      return Optional.empty();
    }
  }

  /// Whether a worker has joined its group and was given partitions. False where nobody can tell.
  ///
  /// @param clientId part of its client's id
  boolean hasJoined(String group, String clientId) throws InterruptedException {
    try {
      return group(group).members().stream()
          .anyMatch(member ->
              member.clientId().contains(clientId)
                  && !member.assignment().topicPartitions().isEmpty());
    } catch (ExecutionException e) {
      return false;
    }
  }

  /// A consumer group.
  ConsumerGroupDescription group(String group) throws ExecutionException, InterruptedException {
    return Objects.requireNonNull(
        admin.describeConsumerGroups(List.of(group)).all().get().get(group));
  }

  /// What a consumer group has committed.
  Map<TopicPartition, OffsetAndMetadata> committed(String group)
      throws ExecutionException, InterruptedException {
    return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
  }

  /// The transactions that are open or being settled, as the brokers describe them.
  List<String> transactions() throws ExecutionException, InterruptedException {
    return admin.listTransactions().all().get().stream().map(Object::toString).sorted().toList();
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }

  private boolean isWhole() throws InterruptedException {
    try {
      // Each broker answers this itself, and only when it is at work.
      KafkaFuture.allOf(
              admin.describeLogDirs(BROKERS).descriptions().values().toArray(KafkaFuture<?>[]::new))
          .get();
      return admin
          .describeTopics(
              admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get())
          .allTopicNames()
          .get()
          .values()
          .stream()
          .flatMap(topic -> topic.partitions().stream())
          .allMatch(partition -> partition.isr().size() == SoakShape.BROKERS);
    } catch (ExecutionException e) {
      return false;
    }
  }
}
