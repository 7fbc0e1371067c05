package io.gavel.engine;

import io.gavel.engine.ledger.CompletedMap;
import io.gavel.engine.ledger.CompletedOffsets;
import io.gavel.engine.ledger.UnreadableMapException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Reads what a consumer group has committed: the offsets and the completed maps beside them.
/// Transactions that are still open are waited for (KIP-447), so it is what their owners really
/// published. For the consumer's thread.
///
/// @param consumer a member of the group
/// @param groupId the group, for messages
record CommittedMaps(Consumer<?, ?> consumer, String groupId) {
  /// What is completed of some partitions; those without a commit are absent.
  ///
  /// @param longest how long it waits for brokers and open transactions
  /// @throws org.apache.kafka.common.errors.TimeoutException when that was not enough
  /// @throws DamagedCommitException when what stands beside an offset cannot be trusted
  Map<TopicPartition, CompletedOffsets> read(Set<TopicPartition> partitions, Duration longest) {
    Map<TopicPartition, CompletedOffsets> completed = new HashMap<>();
    Map<TopicPartition, ? extends @Nullable OffsetAndMetadata> committed =
        consumer.committed(partitions, longest);
    committed.forEach((partition, offset) -> {
      if (offset != null) {
        completed.put(partition, completed(partition, offset));
      }
    });
    return completed;
  }

  private CompletedOffsets completed(TopicPartition partition, OffsetAndMetadata committed) {
    try {
      return CompletedMap.read(committed.offset(), committed.metadata());
    } catch (UnreadableMapException e) {
      throw new DamagedCommitException(groupId, partition, committed.offset(), e);
    }
  }
}
