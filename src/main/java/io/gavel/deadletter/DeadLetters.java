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
    return of(source, stage, reason, detail, failedAt, requestId == null ? "" : requestId)
        .setRequestId(requestId);
  }

  /// A builder as above for one rubric of a record that never became a judge request; its id
  /// differs from that of the same record's other rubrics.
  ///
  /// @param source the record
  /// @param stage where it failed
  /// @param reason why, as a stable code
  /// @param detail why, for a person
  /// @param rubricId the rubric it fails for
  /// @param failedAt when, wall-clock
  public static DeadLetter.Builder ofRubric(
      ConsumerRecord<byte[], byte[]> source,
      Stage stage,
      Reason reason,
      String detail,
      String rubricId,
      Instant failedAt) {
    return of(source, stage, reason, detail, failedAt, "rubric", rubricId).setRubricId(rubricId);
  }

  private static DeadLetter.Builder of(
      ConsumerRecord<byte[], byte[]> source,
      Stage stage,
      Reason reason,
      String detail,
      Instant failedAt,
      String... parts) {
    List<String> id =
        new ArrayList<>(
            List.of(
                source.topic(),
                Integer.toString(source.partition()),
                Long.toString(source.offset())));
    id.addAll(List.of(parts));
    List<SourceHeader> headers = new ArrayList<>();
    for (Header header : source.headers()) {
      headers.add(new SourceHeader(header.key(), wrap(header.value())));
    }
    return DeadLetter.newBuilder()
        .setDeadLetterId(Ids.hash(id.toArray(String[]::new)))
        .setStage(stage.code())
        .setReason(reason.code())
        .setDetail(detail)
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
