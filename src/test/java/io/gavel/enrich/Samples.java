package io.gavel.enrich;

import io.gavel.schema.Generation;
import io.gavel.schema.Level;
import io.gavel.schema.Policy;
import io.gavel.schema.PolicyRubric;
import io.gavel.schema.Priority;
import io.gavel.schema.Reference;
import io.gavel.schema.ReferenceUse;
import io.gavel.schema.Rubric;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/// Small valid records to vary.
public final class Samples {
  private Samples() {}

  /// A generation of application `shop` and model `m1`, without a reference.
  public static Generation.Builder generation(String id) {
    return Generation.newBuilder()
        .setGenerationId(id)
        .setCreatedAt(Instant.ofEpochMilli(1_000))
        .setApplication("shop")
        .setModel("m1")
        .setInstruction("Where is my parcel?")
        .setResponse("On its way.");
  }

  /// A rubric with two levels and the given use of references.
  public static Rubric.Builder rubric(String id, ReferenceUse use) {
    return Rubric.newBuilder()
        .setRubricId(id)
        .setVersion(1)
        .setCriteria("Does it help?")
        .setLevels(List.of(new Level(1, "It does not."), new Level(2, "It does.")))
        .setReferenceUse(use);
  }

  /// A policy for application `shop` that takes everything.
  public static Policy.Builder policy(String id, String... rubricIds) {
    return Policy.newBuilder()
        .setPolicyId(id)
        .setApplications(List.of("shop"))
        .setRubrics(Arrays.stream(rubricIds).map(rubric -> new PolicyRubric(rubric, 1.0)).toList())
        .setPriority(Priority.MONITORING);
  }

  /// A reference.
  public static Reference reference(String id, String answer) {
    return new Reference(id, answer);
  }
}
