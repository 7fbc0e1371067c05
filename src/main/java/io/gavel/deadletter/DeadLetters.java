package io.gavel.deadletter;

import io.gavel.hash.Ids;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.SourceHeader;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// Starts a dead letter from the record that could not be judged; the stage adds what it knows.
public final class DeadLetters {
  private DeadLetters() {}

  /// A builder with the source filled in: where the record stood and its bytes, whole.
  ///
  /// @param source the record
  /// @param stage where it failed
  /// @param reason why, as a stable code
  /// @param detail why, for a person
  /// @param requestId the judge request's id; null where it never became one
  /// @param failedAt when, wall-clock
  public static DeadLetter.Builder of(
      ConsumerRecord<byte[], byte[]> source,
      Stage stage,
      Reason reason,
      String detail,
      @Nullable String requestId,
      Instant failedAt) {
    List<SourceHeader> headers = new ArrayList<>();
    for (Header header : source.headers()) {
      headers.add(new SourceHeader(header.key(), wrap(header.value())));
    }
    return DeadLetter.newBuilder()
        .setDeadLetterId(
            Ids.hash(
                source.topic(),
                Integer.toString(source.partition()),
                Long.toString(source.offset()),
                requestId == null ? "" : requestId))
        .setStage(stage.code())
        .setReason(reason.code())
        .setDetail(detail)
        .setRequestId(requestId)
        .setSourceTopic(source.topic())
        .setSourcePartition(source.partition())
        .setSourceOffset(source.offset())
        .setSourceTimestamp(Instant.ofEpochMilli(source.timestamp()))
        .setSourceKey(wrap(source.key()))
        .setSourceValue(wrap(source.value()))
        .setSourceHeaders(headers)
        .setFailedAt(failedAt);
  }

  private static @Nullable ByteBuffer wrap(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }
}
