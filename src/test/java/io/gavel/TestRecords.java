package io.gavel;

import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.JudgeSample;
import io.gavel.schema.Judgement;
import io.gavel.schema.Level;
import io.gavel.schema.Rubric;
import java.time.Instant;
import java.util.List;

/// Records for tests: valid, small, and the same every time.
public final class TestRecords {
  /// When every generation here was made.
  public static final Instant CREATED_AT = Instant.parse("2026-11-22T10:00:00Z");

  private TestRecords() {}

  /// A generation with nothing optional.
  public static Generation.Builder generation(String id) {
    return Generation.newBuilder()
        .setGenerationId(id)
        .setCreatedAt(CREATED_AT)
        .setApplication("support-assistant")
        .setModel("heron-8b")
        .setInstruction("How long can I return a lamp?")
        .setResponse("You can return it within 30 days.");
  }

  /// An absolute rubric with five levels.
  public static Rubric.Builder rubric(String id) {
    return Rubric.newBuilder()
        .setRubricId(id)
        .setVersion(1)
        .setCriteria("Does the response solve the customer's problem?")
        .setLevels(
            List.of(
                new Level(1, "Not at all."),
                new Level(2, "Hardly."),
                new Level(3, "In part."),
                new Level(4, "Mostly."),
                new Level(5, "Wholly.")));
  }

  /// A judge request for that generation and a rubric.
  public static JudgeRequest.Builder judgeRequest(String generationId) {
    return JudgeRequest.newBuilder()
        .setRequestId("request-of-" + generationId)
        .setGeneration(generation(generationId).build())
        .setRubric(rubric("resolution").build());
  }

  /// A judgement with one sample of a given score.
  public static Judgement judgement(int score) {
    return Judgement.newBuilder()
        .setJudgeProfile("prometheus")
        .setKind("prometheus")
        .setModel("prometheus-7b")
        .setEndpoint("http://127.0.0.1:8000/v1")
        .setPromptVariant("prometheus-2")
        .setWithReference(false)
        .setStandIn(false)
        .setAttempts(1)
        .setSamples(List.of(new JudgeSample(score, (double) score, null, "Good.", 100, 20)))
        .setLatencyMillis(1200)
        .setJudgedAt(CREATED_AT)
        .build();
  }
}
