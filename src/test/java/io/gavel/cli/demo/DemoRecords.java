package io.gavel.cli.demo;

import io.gavel.deadletter.Reason;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.DeadLetterRetry;
import io.gavel.schema.Feedback;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Judgement;
import io.gavel.schema.Level;
import io.gavel.schema.Preference;
import io.gavel.schema.Rubric;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Records as the demo reads them.
final class DemoRecords {
  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private DemoRecords() {}

  static Generation generation(String id) {
    return Generation.newBuilder()
        .setGenerationId(id)
        .setCreatedAt(NOON)
        .setApplication("support")
        .setModel("heron-8b")
        .setInstruction("Why?")
        .setResponse("Because.")
        .build();
  }

  /// One of a group `c`.
  static Generation candidate(String id) {
    return Generation.newBuilder(generation(id)).setCandidateGroup("c").build();
  }

  /// A pair of the group `c`.
  static JudgeRequest pair(String id, String first, String second) {
    return JudgeRequest.newBuilder(request(id, first, 0))
        .setGeneration(candidate(first))
        .setComparedTo(candidate(second))
        .build();
  }

  /// The first of a pair of the group `c` was preferred.
  static Preference preference(String chosen, String rejected, boolean tie) {
    return Preference.newBuilder()
        .setCandidateGroup("c")
        .setRubricId("clarity")
        .setRubricVersion(1)
        .setInstruction("Why?")
        .setChosenGenerationId(chosen)
        .setChosenResponse("Because.")
        .setChosenModel("heron-8b")
        .setRejectedGenerationId(rejected)
        .setRejectedResponse("So.")
        .setRejectedModel("wren-3b")
        .setTie(tie)
        .setOrdersAgreed(!tie)
        .setFeedback("The first.")
        .setFeedbackReversed("The second.")
        .setRequestIds(List.of("x", "y"))
        .setStandIn(true)
        .setDecidedAt(NOON)
        .build();
  }

  static JudgeRequest request(String id, String generationId, int requestsOfGeneration) {
    return JudgeRequest.newBuilder()
        .setRequestId(id)
        .setGeneration(generation(generationId))
        .setRubric(
            Rubric.newBuilder()
                .setRubricId("clarity")
                .setVersion(1)
                .setCriteria("Is it clear?")
                .setLevels(List.of(new Level(1, "no"), new Level(5, "yes")))
                .build())
        .setRequestsOfGeneration(requestsOfGeneration)
        .build();
  }

  static Feedback.Builder feedback(String id, int score) {
    return Feedback.newBuilder()
        .setRequestId(id)
        .setGenerationId("g")
        .setApplication("support")
        .setModel("heron-8b")
        .setGeneratedAt(NOON)
        .setRubricId("clarity")
        .setRubricVersion(1)
        .setScore(score)
        .setFeedback("It is clear.")
        .setJudgement(
            Judgement.newBuilder()
                .setJudgeProfile("prometheus")
                .setKind("prometheus")
                .setModel("prometheus-stand-in")
                .setEndpoint("http://127.0.0.1:8000/v1")
                .setPromptVariant("prometheus-2")
                .setWithReference(true)
                .setStandIn(true)
                .setAttempts(1)
                .setSamples(List.of())
                .setLatencyMillis(400)
                .setJudgedAt(NOON)
                .build());
  }

  static DeadLetterRetry retry(String deadLetterId) {
    return DeadLetterRetry.newBuilder()
        .setDeadLetterId(deadLetterId)
        .setSourceTopic("gavel.judge-requests")
        .setSourcePartition(0)
        .setSourceOffset(0)
        .setRetriedAt(NOON)
        .build();
  }

  static DeadLetter deadLetter(@Nullable String requestId, @Nullable String generationId) {
    return DeadLetter.newBuilder()
        .setDeadLetterId("d")
        .setStage(requestId == null ? "enrich" : "judge")
        .setReason(Reason.CONTEXT_TOO_LONG.code())
        .setDetail("too long")
        .setRequestId(requestId)
        .setGenerationId(generationId)
        .setSourceTopic("gavel.judge-requests")
        .setSourcePartition(0)
        .setSourceOffset(0)
        .setSourceTimestamp(NOON)
        .setFailedAt(NOON)
        .build();
  }
}
