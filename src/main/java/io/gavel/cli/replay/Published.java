package io.gavel.cli.replay;

import io.gavel.cli.kafka.TopicPosition;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// Which of production's records a replay holds already: one bit for each offset of the range that
/// is read. For one thread.
final class Published {
  private final Map<Integer, Long> starts;
  private final Map<Integer, BitSet> bits = new HashMap<>();

  /// @param starts by partition of production's topic, the first offset that is of interest
  Published(Map<Integer, Long> starts) {
    this.starts = Map.copyOf(starts);
  }

  /// Reads what committed records of the replay's topic say.
  ///
  /// @param position over the replay's topic of generations
  /// @param topic its name on the broker
  void read(TopicPosition position, String topic) {
    position.assign(topic);
    position.toBeginning();
    position.readToEnd(source -> {
      ReplayedPosition.of(source.headers()).ifPresent(this::add);
      return true;
    });
  }

  /// Enters one.
  void add(ReplayedPosition position) {
    int bit = bit(position);
    if (bit >= 0) {
      bits.computeIfAbsent(position.partition(), ignored -> new BitSet()).set(bit);
    }
  }

  /// Whether it is there.
  boolean holds(ReplayedPosition position) {
    BitSet ofPartition = bits.get(position.partition());
    int bit = bit(position);
    return ofPartition != null && bit >= 0 && ofPartition.get(bit);
  }

  /// Below 0 where the offset is before the range. A range of more than 2^31 offsets in one
  /// partition is refused: nobody replays that many at once.
  private int bit(ReplayedPosition position) {
    long start = starts.getOrDefault(position.partition(), 0L);
    return position.offset() < start ? -1 : Math.toIntExact(position.offset() - start);
  }
}
