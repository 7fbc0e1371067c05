package io.gavel.cli.deadletters;

import io.gavel.cli.kafka.TopicPosition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Which dead letters were sent again. The keys of the topic tell, so not even a value that cannot
/// be read lets one be sent twice; about 150 bytes of memory each.
public final class SentAgain {
  private SentAgain() {}

  /// When each was sent again, by its id: what is committed now.
  ///
  /// @param topic the name of the topic of retries on the broker
  /// @throws io.gavel.cli.kafka.ClusterException when it cannot be read
  public static Map<String, Instant> read(TopicPosition position, String topic) {
    Map<String, Instant> times = new HashMap<>();
    position.assign(topic);
    position.toBeginning();
    position.readToEnd(source -> {
      add(times, source);
      return true;
    });
    return times;
  }

  private static void add(Map<String, Instant> times, ConsumerRecord<byte[], byte[]> source) {
    if (source.key() == null) {
      return; // a compacted topic takes none; one that was changed later may hold some
    }
    String id = new String(source.key(), StandardCharsets.UTF_8);
    if (source.value() == null) {
      times.remove(id);
    } else {
      times.put(id, Instant.ofEpochMilli(source.timestamp()));
    }
  }
}
