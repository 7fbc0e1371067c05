package io.gavel.cli.reset;

import io.gavel.cli.kafka.ClusterException;
import io.gavel.cli.text.TerminalText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;

/// Takes a role's state from the cluster: its internal topics and its group's offsets. For one
/// thread.
public final class StreamsReset {
  private static final int WAIT_SECONDS = 30;

  private final Admin admin;
  private final String servers;
  private final StreamsRoleReset role;

  /// @param admin not closed
  /// @param servers the brokers, for messages
  public StreamsReset(Admin admin, String servers, StreamsRoleReset role) {
    this.admin = admin;
    this.servers = servers;
    this.role = role;
  }

  /// The internal topics that are there, by name.
  ///
  /// @throws ResetException when a worker of the role runs
  /// @throws ClusterException when the brokers do not answer
  public List<String> internalTopics() {
    int members = members();
    if (members > 0) {
      throw new ResetException(
          "the group %s has %d members: stop every worker of the role first; one that was killed counts for 10 s"
              .formatted(role.applicationId(), members));
    }
    return await(admin.listTopics().names()).stream().filter(role::isInternal).sorted().toList();
  }

  /// Resets. Run again after a failure it completes what it began.
  ///
  /// @param internal from [#internalTopics]
  /// @param atEndOf topics, on the broker, whose records so far are not done again; of others all
  ///   are
  public void run(List<String> internal, List<String> atEndOf) {
    // First where it goes on: a reset that ends here leaves a role that skips nothing and knows
    // all.
    Map<TopicPartition, OffsetAndMetadata> ends = ends(atEndOf);
    try {
      await(admin.deleteConsumerGroups(List.of(role.applicationId())).all());
    } catch (ClusterException e) {
      if (e.getCause() instanceof GroupNotEmptyException) {
        throw new ResetException("a worker of the role has started meanwhile: stop it first");
      }
      if (!(e.getCause() instanceof GroupIdNotFoundException)) {
        throw e;
      }
    }
    if (!internal.isEmpty()) {
      await(admin.deleteTopics(internal).all());
    }
    if (!ends.isEmpty()) {
      await(admin.alterConsumerGroupOffsets(role.applicationId(), ends).all());
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> ends(List<String> topics) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    if (!topics.isEmpty()) {
      await(admin.describeTopics(topics).allTopicNames())
          .forEach((topic, description) ->
              description
                  .partitions()
                  .forEach(partition ->
                      asked.put(
                          new TopicPartition(topic, partition.partition()), OffsetSpec.latest())));
    }
    Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
    if (!asked.isEmpty()) {
      Map<TopicPartition, ListOffsetsResultInfo> found = await(admin.listOffsets(asked).all());
      found.forEach((partition, end) -> ends.put(partition, new OffsetAndMetadata(end.offset())));
    }
    return ends;
  }

  private int members() {
    try {
      Map<String, ConsumerGroupDescription> groups =
          await(admin.describeConsumerGroups(List.of(role.applicationId())).all());
      List<Integer> members = new ArrayList<>();
      new TreeMap<>(groups).values().forEach(group -> members.add(group.members().size()));
      return members.stream().mapToInt(Integer::intValue).sum();
    } catch (ClusterException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return 0;
      }
      throw e;
    }
  }

  private <T> T await(KafkaFuture<T> answer) {
    try {
      return answer.get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw failed(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(e);
    }
  }

  private ClusterException failed(Throwable cause) {
    return new ClusterException(
        "the Kafka cluster at %s did not do it: %s"
            .formatted(servers, TerminalText.line(cause.toString())),
        cause);
  }
}
