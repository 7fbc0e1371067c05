package io.gavel.monitor;

import io.gavel.schema.Baseline;
import io.gavel.serde.RecordSerdes;
import io.gavel.serde.UnreadableRecordException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The baselines that operators have set, and which of them are new. For the task's thread.
final class BaselineReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BaselineReader.class);
  private static final byte[] NONE = {};

  private final String topic;
  private final RecordSerdes serdes;
  private final Map<String, byte[]> known = new HashMap<>();
  private ReadOnlyKeyValueStore<String, byte[]> store;
  private Deserializer<Baseline> deserializer;

  @SuppressWarnings("NullAway.Init") // init comes before anything else, by Kafka's contract.
  BaselineReader(String topic, RecordSerdes serdes) {
    this.topic = topic;
    this.serdes = serdes;
  }

  void init(ProcessorContext<?, ?> context) {
    store = context.getStateStore(MonitorTopology.BASELINES);
    deserializer = serdes.deserializer(Baseline.class);
    // A task that is revived begins anew, and what it had applied may have been taken back.
    known.clear();
  }

  /// Whether a series has another baseline than when that was last read here.
  boolean hasChanged(String key) {
    return !Arrays.equals(bytes(key), known.getOrDefault(key, NONE));
  }

  /// The baseline of a series; empty where none is set, or it cannot be read.
  Optional<Baseline> of(String key) {
    byte[] bytes = bytes(key);
    boolean isNew = !Arrays.equals(bytes, known.put(key, bytes));
    if (bytes.length == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(deserializer.deserialize(topic, bytes));
    } catch (UnreadableRecordException e) {
      if (isNew) {
        LOG.warn(
            "baseline_unreadable series={} detail=\"{}\" hint=\"treated as absent; set it again\"",
            key,
            e.getMessage());
      }
      return Optional.empty();
    }
  }

  void forget(String key) {
    known.remove(key);
  }

  private byte[] bytes(String key) {
    byte @Nullable [] bytes = store.get(key);
    return bytes == null ? NONE : bytes;
  }

  @Override
  public void close() {
    Utils.closeQuietly(deserializer, "baselines");
  }
}
