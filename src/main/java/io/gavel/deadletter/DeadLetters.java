package io.gavel.deadletter;

import io.gavel.hash.Ids;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.SourceHeader;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// Starts a dead letter from the record that could not be judged; the stage adds what it knows.
public final class DeadLetters {
  /// The largest key of a source that a dead letter keeps in any case, in bytes.
  private static final int KEY_BYTES = 64 * 1024;

  /// The longest of what stands in any dead letter about the generation, in characters: far above
  /// every valid id.
  private static final int NAME_LENGTH = 1_000;

  private static final int DETAIL_LENGTH = 4_000;

  private DeadLetters() {}

  /// The same dead letter, small: for one that is itself too large to be published. It loses the
  /// record's value and headers, the judge's raw answer, and whatever else is too long to be useful
  /// (a key of more than 64 KiB, a name of more than 1 000 characters), and its detail says where
  /// the record still is. Given its own result it changes nothing.
  ///
  /// @param deadLetter any
  /// @return one of at most about 100 KiB
  public static DeadLetter withoutSource(DeadLetter deadLetter) {
    String where =
        "; the record itself was too large for the dead letters and is only at its source:"
            + " topic %s, partition %d, offset %d"
                .formatted(
                    deadLetter.getSourceTopic(),
                    deadLetter.getSourcePartition(),
                    deadLetter.getSourceOffset());
    String detail = deadLetter.getDetail();
    return DeadLetter.newBuilder(deadLetter)
        .setSourceKey(
            deadLetter.getSourceKey().filter(key -> key.remaining() <= KEY_BYTES).orElse(null))
        .setSourceValue(null)
        .setSourceHeaders(List.of())
        .setRawAnswer(null)
        .setGenerationId(shortName(deadLetter.getGenerationId()))
        .setRubricId(shortName(deadLetter.getRubricId()))
        .setApplication(shortName(deadLetter.getApplication()))
        .setModel(shortName(deadLetter.getModel()))
        .setDetail(detail.endsWith(where) ? detail : cut(detail) + where)
        .build();
  }

  /// The key that a dead letter is published under: its source's; null where the source has none or
  /// one of more than 64 KiB.
  ///
  /// @param sourceKey the source's
  public static byte @Nullable [] key(byte @Nullable [] sourceKey) {
    return sourceKey == null || sourceKey.length > KEY_BYTES ? null : sourceKey;
  }

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

  private static @Nullable String shortName(Optional<String> name) {
    return name.filter(text -> text.length() <= NAME_LENGTH).orElse(null);
  }

  private static String cut(String detail) {
    return detail.length() <= DETAIL_LENGTH ? detail : detail.substring(0, DETAIL_LENGTH) + "...";
  }

  private static @Nullable ByteBuffer wrap(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }
}
