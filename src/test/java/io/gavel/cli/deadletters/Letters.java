package io.gavel.cli.deadletters;

import io.gavel.schema.DeadLetter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Dead letters to vary.
final class Letters {
  static final Instant FAILED_AT = Instant.parse("2026-11-22T10:00:00Z");

  private Letters() {}

  /// Of a judge request, with its record.
  static DeadLetter.Builder judge(String id) {
    return DeadLetter.newBuilder()
        .setDeadLetterId(id)
        .setStage("judge")
        .setReason("unreadable_answer")
        .setDetail("The answer has no score.")
        .setRequestId("r")
        .setGenerationId("g")
        .setRubricId("clarity")
        .setApplication("support")
        .setModel("heron-8b")
        .setSourceTopic("gavel.judge-requests")
        .setSourcePartition(1)
        .setSourceOffset(7)
        .setSourceTimestamp(FAILED_AT)
        .setSourceKey(bytes("g"))
        .setSourceValue(bytes("value"))
        .setFailedAt(FAILED_AT);
  }

  /// Of one rubric of a generation, with its record.
  static DeadLetter.Builder enrich(String id) {
    return judge(id)
        .setStage("enrich")
        .setReason("rubric_missing")
        .setRequestId(null)
        .setSourceTopic("gavel.generations");
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
