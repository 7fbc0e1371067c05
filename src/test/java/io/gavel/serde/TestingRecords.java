package io.gavel.serde;

import io.gavel.schema.Feedback;
import io.gavel.schema.Generation;
import io.gavel.schema.Judgement;
import io.gavel.schema.Level;
import io.gavel.schema.Message;
import io.gavel.schema.Rubric;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Records with nested records, maps, enums, nulls and instants.
final class TestingRecords {
  private static final Instant TIME = Instant.parse("2026-03-01T10:15:30.123Z");

  private TestingRecords() {}

  static Generation generation() {
    return Generation.newBuilder()
        .setGenerationId("g1")
        .setCreatedAt(TIME)
        .setApplication("support")
        .setModel("m1")
        .setTags(Map.of("tenant", "Zürich"))
        .setConversation(
            List.of(Message.newBuilder().setRole("user").setContent("Hello 👋").build()))
        .setInstruction("Say hello.")
        .setResponse("Hello.")
        .setReferenceId("r1")
        .build();
  }

  static Rubric rubric() {
    return Rubric.newBuilder()
        .setRubricId("tone")
        .setVersion(3)
        .setCriteria("Is it friendly?")
        .setLevels(List.of(Level.newBuilder().setScore(1).setDescription("rude").build()))
        .build();
  }

  static Feedback feedback() {
    return Feedback.newBuilder()
        .setRequestId("q1")
        .setGenerationId("g1")
        .setApplication("support")
        .setModel("m1")
        .setGeneratedAt(TIME)
        .setRubricId("tone")
        .setRubricVersion(3)
        .setScore(4)
        .setLevelProbabilities(List.of(0.25, 0.75))
        .setFeedback("Friendly.")
        .setJudgement(
            Judgement.newBuilder()
                .setJudgeProfile("p")
                .setKind("prometheus")
                .setModel("j")
                .setEndpoint("e")
                .setPromptVariant("v")
                .setWithReference(true)
                .setStandIn(true)
                .setAttempts(1)
                .setSamples(List.of())
                .setLatencyMillis(12)
                .setJudgedAt(TIME)
                .build())
        .build();
  }
}
