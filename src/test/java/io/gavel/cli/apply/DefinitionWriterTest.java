package io.gavel.cli.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.schema.Level;
import io.gavel.schema.Policy;
import io.gavel.schema.PolicyRubric;
import io.gavel.schema.Priority;
import io.gavel.schema.Reference;
import io.gavel.schema.ReferenceUse;
import io.gavel.schema.Rubric;
import io.gavel.schema.RubricMode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefinitionWriterTest {
  private static final List<Rubric> RUBRICS =
      List.of(
          rubric("clarity")
              .setLevels(List.of(new Level(-1, "no"), new Level(0, "on: off"), new Level(1, "~")))
              .setReferenceUse(ReferenceUse.REQUIRED)
              .setJudgeProfile("chat")
              .setSamples(3)
              .build(),
          rubric("complete").setChecklist(List.of("Does it say 1?", "yes")).build(),
          rubric("better").setMode(RubricMode.RELATIVE).build());
  private static final List<Reference> REFERENCES =
      List.of(
          new Reference("1", "Two\nlines and a tab\t, \"quoted\", # no comment, é, 🦉"),
          new Reference("null", "  spaces  "),
          new Reference("2026-11-22", "0x1F"));
  private static final List<Policy> POLICIES =
      List.of(
          Policy.newBuilder()
              .setPolicyId("support")
              .setApplications(List.of("support-*", "*", "007"))
              .setModels(List.of("true"))
              .setTags(Map.of("channel", "12", "language", "no"))
              .setRubrics(
                  List.of(new PolicyRubric("clarity", 2.5), new PolicyRubric("better", 1.0)))
              .setSamplingRate(0.1)
              .setPriority(Priority.REWARD)
              .build(),
          Policy.newBuilder()
              .setPolicyId("all")
              .setRubrics(List.of(new PolicyRubric("complete", 1.0)))
              .build());

  @Test
  void whatIsWrittenIsReadAsTheSameRecords() {
    DefinitionReader reader = new DefinitionReader();
    reader.read("back-up.yaml", DefinitionWriter.write(RUBRICS, REFERENCES, POLICIES));
    Definitions read = reader.definitions();

    assertThat(read.problems()).isEmpty();
    assertThat(read.rubrics()).extracting(Definition::record).isEqualTo(RUBRICS);
    assertThat(read.references()).extracting(Definition::record).isEqualTo(REFERENCES);
    assertThat(read.policies()).extracting(Definition::record).isEqualTo(POLICIES);
  }

  @Test
  void nothingIsWrittenOfNothing() {
    assertThat(DefinitionWriter.write(List.of(), List.of(), List.of())).isEmpty();
  }

  private static Rubric.Builder rubric(String id) {
    return Rubric.newBuilder().setRubricId(id).setVersion(2).setCriteria("Is it\ngood - or: bad?");
  }
}
