package io.gavel.enrich.decision;

import static io.gavel.enrich.Samples.generation;
import static io.gavel.enrich.Samples.rubric;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.deadletter.Reason;
import io.gavel.hash.Ids;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Priority;
import io.gavel.schema.ReferenceUse;
import io.gavel.schema.Rubric;
import io.gavel.schema.RubricChoice;
import io.gavel.schema.RubricMode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AssemblingTest {
  private static final Generation GENERATION = generation("g").build();
  private static final Map<String, Rubric> RUBRICS =
      Map.of(
          "none", rubric("none", ReferenceUse.NONE).setVersion(3).build(),
          "optional", rubric("optional", ReferenceUse.OPTIONAL).build(),
          "required", rubric("required", ReferenceUse.REQUIRED).build(),
          "pair", rubric("pair", ReferenceUse.REQUIRED).setMode(RubricMode.RELATIVE).build());
  private static final Assembling.Answer NONE = new Assembling.Answer.None();
  private static final Assembling.Answer AWAITED = new Assembling.Answer.Awaited("ref");
  private static final Assembling.Answer KNOWN = new Assembling.Answer.Known("Answer.");

  @Test
  void aRequestCarriesEverything() {
    Assembling.Assembly.Settled settled =
        settled(
            Assembling.assemble(
                GENERATION,
                List.of(new RubricChoice("none", "p", 0.25, 2.0, Priority.REWARD)),
                RUBRICS::get,
                KNOWN,
                false,
                Optional.empty()));

    assertThat(settled.requests())
        .containsExactly(
            JudgeRequest.newBuilder()
                .setRequestId(Ids.hash("g", "none", "3"))
                .setGeneration(GENERATION)
                .setRubric(RUBRICS.get("none"))
                .setPolicyId("p")
                .setInclusionProbability(0.25)
                .setWeight(2.0)
                .setPriority(Priority.REWARD)
                .setRequestsOfGeneration(1)
                .build());
  }

  @Test
  void onlyARubricThatUsesTheReferenceGetsIt() {
    Assembling.Assembly.Settled settled =
        settled(assemble(KNOWN, false, "none", "optional", "required"));

    assertThat(settled.requests())
        .extracting(JudgeRequest::getReferenceAnswer)
        .containsExactly(Optional.empty(), Optional.of("Answer."), Optional.of("Answer."));
    assertThat(settled.requests())
        .extracting(JudgeRequest::getRequestsOfGeneration)
        .containsOnly(3);
    assertThat(settled.requests()).extracting(JudgeRequest::getRequestId).doesNotHaveDuplicates();
  }

  @Test
  void anOptionalReferenceThatIsNotNamedIsNotWaitedFor() {
    assertThat(settled(assemble(NONE, false, "optional")).requests()).hasSize(1);
  }

  @Test
  void aRequiredReferenceThatIsNotNamedIsRefusedAtOnceAndTheOthersGoOn() {
    Assembling.Assembly.Settled settled = settled(assemble(NONE, false, "required", "optional"));

    assertThat(settled.refusals())
        .extracting(Assembling.Refusal::rubricId, Assembling.Refusal::reason)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("required", Reason.REFERENCE_MISSING));
    assertThat(settled.requests())
        .extracting(JudgeRequest::getRequestsOfGeneration)
        .containsExactly(1);
  }

  @Test
  void aReferenceThatNobodyWantsIsNotWaitedFor() {
    assertThat(settled(assemble(AWAITED, false, "none", "pair")).requests()).hasSize(1);
  }

  @Test
  void aReferenceOrRubricThatIsMissingIsWaitedFor() {
    assertThat(assemble(AWAITED, false, "optional"))
        .isEqualTo(new Assembling.Assembly.Incomplete(Set.of(), true));
    assertThat(assemble(AWAITED, false, "required", "unknown"))
        .isEqualTo(new Assembling.Assembly.Incomplete(Set.of("unknown"), true));
    assertThat(assemble(KNOWN, false, "required", "unknown"))
        .isEqualTo(new Assembling.Assembly.Incomplete(Set.of("unknown"), false));
  }

  @Test
  void whenTheWaitIsOverEachMissingPartIsRefusedAndTheRestGoesOn() {
    Assembling.Assembly.Settled settled =
        settled(assemble(AWAITED, true, "unknown", "none", "required", "optional"));

    assertThat(settled.refusals())
        .extracting(Assembling.Refusal::rubricId, Assembling.Refusal::reason)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("unknown", Reason.RUBRIC_MISSING),
            org.assertj.core.groups.Tuple.tuple("required", Reason.REFERENCE_MISSING));
    assertThat(settled.requests())
        .extracting(request -> request.getRubric().getRubricId())
        .containsExactly("none", "optional");
    assertThat(settled.requests())
        .extracting(JudgeRequest::getReferenceAnswer)
        .containsOnly(Optional.empty());
  }

  @Test
  void aRelativeRubricWithoutACandidateGroupIsRefused() {
    assertThat(settled(assemble(KNOWN, false, "pair")).refusals())
        .extracting(Assembling.Refusal::reason)
        .containsExactly(Reason.NO_CANDIDATE_GROUP);
  }

  @Test
  void aRelativeRubricMakesACandidateWithItsReferenceAnswerAndCountsInNoRequest() {
    Generation generation = generation("g").setCandidateGroup("group").build();
    Assembling.Assembly.Settled settled = settled(assemble(generation, KNOWN, "none", "pair"));

    assertThat(settled.refusals()).isEmpty();
    assertThat(settled.candidacies())
        .extracting(Assembling.Candidacy::referenceAnswer)
        .containsExactly(Optional.of("Answer."));
    assertThat(settled.candidacies())
        .extracting(candidacy -> candidacy.choice().getRubricId())
        .containsExactly("pair");
    assertThat(settled.requests())
        .extracting(JudgeRequest::getRequestsOfGeneration)
        .containsExactly(1);
  }

  @Test
  void aCandidateWaitsForTheReferenceThatItsRubricWants() {
    Generation generation = generation("g").setCandidateGroup("group").build();

    assertThat(assemble(generation, AWAITED, "pair"))
        .isEqualTo(new Assembling.Assembly.Incomplete(Set.of(), true));
    assertThat(settled(assemble(generation, NONE, "pair")).refusals())
        .extracting(Assembling.Refusal::reason)
        .containsExactly(Reason.REFERENCE_MISSING);
  }

  private static Assembling.Assembly assemble(
      Generation generation, Assembling.Answer answer, String... rubricIds) {
    return Assembling.assemble(
        generation,
        Arrays.stream(rubricIds)
            .map(id -> new RubricChoice(id, null, 1.0, 1.0, Priority.MONITORING))
            .toList(),
        RUBRICS::get,
        answer,
        false,
        Optional.empty());
  }

  @Test
  void anInlineAnswerWinsOverAReferenceId() {
    assertThat(
            Assembling.Answer.of(
                generation("g").setReferenceId("ref").setReferenceAnswer("Inline.").build()))
        .isEqualTo(new Assembling.Answer.Known("Inline."));
    assertThat(Assembling.Answer.of(generation("g").setReferenceId("ref").build()))
        .isEqualTo(AWAITED);
    assertThat(Assembling.Answer.of(GENERATION)).isEqualTo(NONE);
  }

  @Test
  void everyChoiceEndsAsExactlyOneRequestOrRefusal() {
    List<String> ids = List.of("none", "optional", "required", "pair", "unknown");
    for (int mask = 1; mask < 32; mask++) {
      int chosen = mask;
      String[] some =
          ids.stream().filter(id -> (chosen >> ids.indexOf(id) & 1) == 1).toArray(String[]::new);
      for (Assembling.Answer answer : List.of(NONE, AWAITED, KNOWN)) {
        Assembling.Assembly.Settled settled = settled(assemble(answer, true, some));
        assertThat(
                Stream.concat(
                    settled.requests().stream().map(request -> request.getRubric().getRubricId()),
                    settled.refusals().stream().map(Assembling.Refusal::rubricId)))
            .containsExactlyInAnyOrder(some);
      }
    }
  }

  @Test
  void whatIsSentAgainForOneRubricAsksForNoOtherAndCountsThemAll() {
    Assembling.Assembly.Settled settled =
        settled(assemble(KNOWN, false, Optional.of("required"), "none", "required", "pair"));

    assertThat(settled.refusals()).isEmpty();
    assertThat(settled.requests())
        .singleElement()
        .satisfies(request -> {
          assertThat(request.getRubric().getRubricId()).isEqualTo("required");
          assertThat(request.getRequestsOfGeneration()).isEqualTo(2);
        });
  }

  @Test
  void whatIsSentAgainForOneRubricWaitsForNoOther() {
    assertThat(
            settled(assemble(AWAITED, false, Optional.of("none"), "none", "optional", "unknown"))
                .requests())
        .hasSize(1);
    assertThat(assemble(NONE, false, Optional.of("unknown"), "none", "unknown"))
        .isEqualTo(new Assembling.Assembly.Incomplete(Set.of("unknown"), false));
    assertThat(
            settled(assemble(NONE, true, Optional.of("unknown"), "none", "unknown", "required"))
                .refusals())
        .extracting(Assembling.Refusal::rubricId)
        .containsExactly("unknown");
  }

  private static Assembling.Assembly assemble(
      Assembling.Answer answer, boolean waitOver, String... rubricIds) {
    return assemble(answer, waitOver, Optional.empty(), rubricIds);
  }

  private static Assembling.Assembly assemble(
      Assembling.Answer answer, boolean waitOver, Optional<String> only, String... rubricIds) {
    return Assembling.assemble(
        GENERATION,
        Arrays.stream(rubricIds)
            .map(id -> new RubricChoice(id, null, 1.0, 1.0, Priority.MONITORING))
            .toList(),
        RUBRICS::get,
        answer,
        waitOver,
        only);
  }

  private static Assembling.Assembly.Settled settled(Assembling.Assembly assembly) {
    assertThat(assembly).isInstanceOf(Assembling.Assembly.Settled.class);
    return (Assembling.Assembly.Settled) assembly;
  }
}
