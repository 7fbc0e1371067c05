package io.gavel.enrich.decision;

import static io.gavel.enrich.Samples.generation;
import static io.gavel.enrich.Samples.policy;
import static io.gavel.enrich.Samples.rubric;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.judge.TestingRequests;
import io.gavel.schema.Generation;
import io.gavel.schema.Level;
import io.gavel.schema.Policy;
import io.gavel.schema.PolicyRubric;
import io.gavel.schema.Reference;
import io.gavel.schema.ReferenceUse;
import io.gavel.schema.Rubric;
import io.gavel.schema.RubricMode;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ValidityTest {
  private static final String LONG = "x".repeat(201);

  @Test
  void goodRecordsHaveNoProblem() {
    assertThat(Validity.generation(generation("x".repeat(200)).setResponse("").build(), 100))
        .isNull();
    assertThat(Validity.rubric("r", rubric("r", ReferenceUse.NONE).build(), 100)).isNull();
    assertThat(Validity.policy("p", policy("p", "r").build(), 100)).isNull();
    assertThat(Validity.reference("f", new Reference("f", "Answer."), 100)).isNull();
  }

  static Stream<Arguments> generations() {
    return Stream.of(
        Arguments.of(generation("").build(), "generation_id is empty"),
        Arguments.of(generation(LONG).build(), "generation_id is longer than 200 characters"),
        Arguments.of(generation("g").setApplication(" ").build(), "application is empty"),
        Arguments.of(generation("g").setModel("").build(), "model is empty"),
        Arguments.of(generation("g").setInstruction("\n").build(), "instruction is empty"),
        Arguments.of(generation("g").setReferenceId("").build(), "reference_id is empty"),
        Arguments.of(generation("g").setReferenceAnswer("").build(), "reference_answer is empty"),
        Arguments.of(
            generation("g").setCandidateGroup(LONG).build(),
            "candidate_group is longer than 200 characters"),
        Arguments.of(generation("g").setRubricIds(List.of("a", "")).build(), "rubric_ids is empty"),
        Arguments.of(
            generation("g").setRubricIds(Collections.nCopies(101, "a")).build(),
            "rubric_ids has more than 100 entries"));
  }

  @ParameterizedTest
  @MethodSource("generations")
  void aGenerationsProblemIsNamed(Generation generation, String problem) {
    assertThat(Validity.generation(generation, 100)).isEqualTo(problem);
  }

  @Test
  void theRubricThatAGenerationIsSentAgainForIsAnId() {
    assertThat(Validity.retriedRubric("r")).isNull();
    assertThat(Validity.retriedRubric("")).isEqualTo("header gavel-retry-rubric is empty");
    assertThat(Validity.retriedRubric(LONG))
        .isEqualTo("header gavel-retry-rubric is longer than 200 characters");
  }

  @Test
  void recordsThatAreTooLargeAreNamedWithTheirSize() {
    assertThat(Validity.generation(generation("g").build(), 524_289))
        .isEqualTo("the record has 524289 bytes, more than 524288");
    assertThat(Validity.reference("f", new Reference("f", "Answer."), 262_145))
        .isEqualTo("the record has 262145 bytes, more than 262144");
  }

  static Stream<Arguments> rubrics() {
    return Stream.of(
        Arguments.of(
            valid().setRubricId("other").build(), "rubric_id differs from the record's key"),
        Arguments.of(valid().setVersion(0).build(), "version is below 1"),
        Arguments.of(valid().setCriteria("").build(), "criteria is empty"),
        Arguments.of(valid().setSamples(0).build(), "samples is not between 1 and 16"),
        Arguments.of(valid().setSamples(17).build(), "samples is not between 1 and 16"),
        Arguments.of(
            valid().setLevels(List.of(new Level(1, "Bad."))).build(),
            "levels has fewer than 2 entries"),
        Arguments.of(
            valid().setLevels(List.of(new Level(1, "Bad."), new Level(3, "Good."))).build(),
            "levels does not ascend by 1 from entry to entry"),
        Arguments.of(
            valid().setLevels(List.of(new Level(1, "Bad."), new Level(2, " "))).build(),
            "levels has an empty description"),
        Arguments.of(
            valid().setLevels(TestingRequests.levels(0, 100)).build(),
            "levels has more than 100 entries"),
        Arguments.of(
            valid().setChecklist(List.of("Short?")).build(), "levels and checklist are both set"),
        Arguments.of(
            checklist(Collections.nCopies(51, "Short?")).build(),
            "checklist has more than 50 entries"),
        Arguments.of(checklist(List.of("Short?", " ")).build(), "checklist has an empty entry"),
        Arguments.of(
            checklist(List.of("Short?")).setMode(RubricMode.RELATIVE).build(),
            "checklist is of an absolute rubric only"));
  }

  private static Rubric.Builder valid() {
    return rubric("r", ReferenceUse.NONE);
  }

  @ParameterizedTest
  @MethodSource("rubrics")
  void aRubricsProblemIsNamed(Rubric rubric, String problem) {
    assertThat(Validity.rubric("r", rubric, 100)).isEqualTo(problem);
  }

  @Test
  void aRubricHasUpToAHundredLevelsOrFiftyItems() {
    for (Rubric.Builder rubric :
        List.of(
            valid().setLevels(TestingRequests.levels(-1, 0)),
            valid().setLevels(TestingRequests.levels(1, 100)),
            checklist(List.of("Short?")),
            checklist(Collections.nCopies(50, "Short?")))) {
      assertThat(Validity.rubric("r", rubric.build(), 100)).isNull();
    }
  }

  private static Rubric.Builder checklist(List<String> items) {
    return valid().setLevels(List.of()).setChecklist(items);
  }

  @Test
  void aRelativeRubricNeedsNoLevels() {
    Rubric rubric = valid().setMode(RubricMode.RELATIVE).setLevels(List.of()).build();

    assertThat(Validity.rubric("r", rubric, 100)).isNull();
  }

  static Stream<Arguments> policies() {
    return Stream.of(
        Arguments.of(policy("x", "r").build(), "policy_id differs from the record's key"),
        Arguments.of(
            policy("p", "r").setSamplingRate(1.01).build(), "sampling_rate is not between 0 and 1"),
        Arguments.of(
            policy("p", "r").setSamplingRate(-0.1).build(), "sampling_rate is not between 0 and 1"),
        Arguments.of(
            policy("p", "r").setSamplingRate(Double.NaN).build(),
            "sampling_rate is not between 0 and 1"),
        Arguments.of(policy("p").build(), "rubrics is empty"),
        Arguments.of(policy("p", "").build(), "rubrics.rubric_id is empty"),
        Arguments.of(
            policy("p").setRubrics(List.of(new PolicyRubric("r", -1.0))).build(),
            "rubrics.weight is below 0"));
  }

  @ParameterizedTest
  @MethodSource("policies")
  void aPolicysProblemIsNamed(Policy policy, String problem) {
    assertThat(Validity.policy("p", policy, 100)).isEqualTo(problem);
  }

  @Test
  void aReferencesProblemIsNamed() {
    assertThat(Validity.reference("f", new Reference("f", " "), 100))
        .isEqualTo("reference_answer is empty");
    assertThat(Validity.reference("f", new Reference("other", "Answer."), 100))
        .isEqualTo("reference_id differs from the record's key");
  }
}
