package io.gavel.engine;

import io.gavel.engine.ledger.UnreadableMapException;
import org.apache.kafka.common.TopicPartition;

/// What stands beside a committed offset is no completed map of this version. Going on without it
/// could publish outcomes twice, so the engine stops; somebody has to decide.
public final class DamagedCommitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param groupId the consumer group
  /// @param partition of the judge requests
  /// @param offset what is committed
  /// @param cause what is wrong with what stands beside it
  public DamagedCommitException(
      String groupId, TopicPartition partition, long offset, UnreadableMapException cause) {
    super(
        ("what group %s committed for %s at offset %d cannot be trusted: %s. A newer Gavel may have"
                + " written it: then run that one. Otherwise stop all workers and set the offset anew,"
                + " which may judge again, and publish again, what was published beyond it:"
                + " kafka-consumer-groups.sh --bootstrap-server HOST:PORT --group %s --topic %s:%d"
                + " --reset-offsets --to-offset %d --execute")
            .formatted(
                groupId,
                partition,
                offset,
                cause.getMessage(),
                groupId,
                partition.topic(),
                partition.partition(),
                offset),
        cause);
  }
}
