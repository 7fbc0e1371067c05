package io.gavel.monitor;

import io.gavel.schema.DeadLetter;
import io.gavel.schema.JudgeRequest;
import io.gavel.serde.RecordSerdes;
import io.gavel.serde.UnreadableRecordException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.serialization.Deserializer;

/// Reads the judge request that a dead letter holds, which knows when its generation was made, its
/// tags, and how probably it was sampled. For one thread.
final class RequestReader {
  private final Deserializer<JudgeRequest> deserializer;

  /// @param serdes make what reads the records
  RequestReader(RecordSerdes serdes) {
    deserializer = serdes.deserializer(JudgeRequest.class);
  }

  /// The request; empty where the letter does not hold it, or not one that can be read.
  Optional<JudgeRequest> read(DeadLetter letter) {
    if (letter.getSourceValue().isEmpty() || letter.getRequestId().isEmpty()) {
      return Optional.empty();
    }
    ByteBuffer value = letter.getSourceValue().get();
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    try {
      return Optional.of(deserializer.deserialize(letter.getSourceTopic(), bytes));
    } catch (UnreadableRecordException e) {
      return Optional.empty();
    }
  }
}
