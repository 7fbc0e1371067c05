package io.gavel.enrich.decision;

import static io.gavel.enrich.Samples.generation;
import static io.gavel.enrich.Samples.rubric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gavel.deadletter.Reason;
import io.gavel.hash.Ids;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Message;
import io.gavel.schema.Priority;
import io.gavel.schema.ReferenceUse;
import io.gavel.schema.Rubric;
import io.gavel.schema.RubricChoice;
import io.gavel.schema.RubricMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PairingTest {
  private static final int MOST = 28;
  private static final Rubric RUBRIC = relative(ReferenceUse.OPTIONAL).setVersion(3).build();

  @Test
  void twoCandidatesAreAskedInBothOrders() {
    Pairing.Candidate a = candidate("a", choice("p", 0.5, Priority.BACKFILL));
    Pairing.Candidate b = candidate("b", choice("q", 0.2, Priority.REWARD));

    Pairing.Paired paired = pair(RUBRIC, List.of(b, a));

    assertThat(paired.unpaired()).isEmpty();
    assertThat(paired.requests())
        .containsExactly(request(a, b, "p").build(), request(b, a, "q").build());
  }

  @Test
  void batchesOfAGroupAreToldApartAndEachIsTheSameEveryTime() {
    List<Pairing.Candidate> first =
        List.of(
            candidate("a", choice("p", 1, Priority.REWARD)),
            candidate("b", choice("p", 1, Priority.REWARD)));
    List<Pairing.Candidate> second =
        List.of(
            candidate("c", choice("p", 1, Priority.REWARD)),
            candidate("d", choice("p", 1, Priority.REWARD)));
    assertThat(pairings(first)).hasSize(1).isEqualTo(pairings(first.reversed()));
    assertThat(pairings(second)).hasSize(1).isNotEqualTo(pairings(first));
  }

  @Test
  void inWhichOrderCandidatesCameChangesNothing() {
    List<Pairing.Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      candidates.add(
          new Pairing.Candidate(
              generation("g" + i).setInstruction(i == 5 ? "Another." : "The same.").build(),
              choice("p", 1, Priority.MONITORING),
              i % 3 == 2 ? Optional.of("Answer " + i) : Optional.empty()));
    }
    Pairing.Paired expected = pair(RUBRIC, candidates);
    assertThat(expected.requests()).hasSize(2 * MOST);
    Random random = new Random(7);
    for (int i = 0; i < 100; i++) {
      Collections.shuffle(candidates, random);

      assertThat(pair(RUBRIC, candidates)).isEqualTo(expected);
    }
  }

  @Test
  void everyRequestHasItsSwappedOneAndIdsAreUnique() {
    Pairing.Paired paired =
        pair(RUBRIC, IntStream.range(0, 30).mapToObj(i -> candidate("g" + i)).toList());

    assertThat(paired.requests()).hasSize(2 * 29);
    assertThat(paired.requests()).extracting(JudgeRequest::getRequestId).doesNotHaveDuplicates();
    assertThat(paired.requests()).extracting(JudgeRequest::getPairsOfGroup).containsOnly(29);
    List<String> orders = paired.requests().stream().map(r -> order(r, false)).toList();
    assertThat(paired.requests().stream().map(r -> order(r, true)))
        .containsExactlyInAnyOrderElementsOf(orders);
  }

  @Test
  void theSameGenerationTwiceCountsOnce() {
    assertThat(pair(RUBRIC, List.of(candidate("a"), candidate("b"), candidate("a"))).requests())
        .hasSize(2);
    assertThat(refusals(pair(RUBRIC, List.of(candidate("a"), candidate("a")))))
        .containsExactly(tuple("a", Reason.LONE_CANDIDATE));
  }

  @Test
  void aLoneCandidateIsRefused() {
    assertThat(refusals(pair(RUBRIC, List.of(candidate("a")))))
        .containsExactly(tuple("a", Reason.LONE_CANDIDATE));
  }

  @Test
  void theOddOneOutIsRefusedAndTheOthersAreCompared() {
    Pairing.Candidate odd = asking("b", "Something else?");

    Pairing.Paired paired = pair(RUBRIC, List.of(candidate("a"), odd, candidate("c")));

    assertThat(refusals(paired)).containsExactly(tuple("b", Reason.INSTRUCTION_DIFFERS));
    assertThat(paired.requests())
        .extracting(request -> request.getGeneration().getGenerationId())
        .containsExactly("a", "c");
  }

  @Test
  void ofTwoThatDifferBothAreRefused() {
    assertThat(refusals(pair(RUBRIC, List.of(asking("b", "One?"), asking("a", "Other?")))))
        .containsExactly(tuple("a", Reason.LONE_CANDIDATE), tuple("b", Reason.INSTRUCTION_DIFFERS));
  }

  @Test
  void ofEquallyManyThoseWithTheSmallestIdAreCompared() {
    Pairing.Paired paired =
        pair(
            RUBRIC,
            List.of(asking("d", "X"), asking("c", "X"), asking("b", "Y"), asking("a", "Y")));

    assertThat(refusals(paired))
        .containsExactly(
            tuple("c", Reason.INSTRUCTION_DIFFERS), tuple("d", Reason.INSTRUCTION_DIFFERS));
    assertThat(paired.requests()).hasSize(2);
  }

  @Test
  void theConversationBelongsToTheInstruction() {
    Pairing.Candidate other =
        new Pairing.Candidate(
            generation("z").setConversation(List.of(new Message("user", "Before."))).build(),
            choice("p", 1, Priority.MONITORING),
            Optional.empty());

    assertThat(refusals(pair(RUBRIC, List.of(candidate("a"), candidate("b"), other))))
        .containsExactly(tuple("z", Reason.INSTRUCTION_DIFFERS));
  }

  @Test
  void theReferenceAnswerOfTheSmallestIdIsThatOfAllPairs() {
    List<Pairing.Candidate> candidates =
        List.of(answered("c", "Of c."), candidate("a"), answered("b", "Of b."));

    assertThat(pair(RUBRIC, candidates).requests())
        .hasSize(6)
        .extracting(JudgeRequest::getReferenceAnswer)
        .containsOnly(Optional.of("Of b."));
    assertThat(pair(relative(ReferenceUse.NONE).build(), candidates).requests())
        .extracting(JudgeRequest::getReferenceAnswer)
        .containsOnly(Optional.empty());
  }

  @Test
  void whatHindersTheWholeGroupIsSaidOfEachCandidate() {
    List<Pairing.Candidate> both = List.of(candidate("b"), candidate("a"));

    assertThat(refusals(pair(null, both)))
        .containsExactly(tuple("a", Reason.RUBRIC_MISSING), tuple("b", Reason.RUBRIC_MISSING));
    assertThat(refusals(pair(rubric("r", ReferenceUse.NONE).build(), both)))
        .containsExactly(
            tuple("a", Reason.UNSUPPORTED_RUBRIC), tuple("b", Reason.UNSUPPORTED_RUBRIC));
    assertThat(refusals(pair(relative(ReferenceUse.REQUIRED).build(), both)))
        .containsExactly(
            tuple("a", Reason.REFERENCE_MISSING), tuple("b", Reason.REFERENCE_MISSING));
  }

  private static Pairing.Paired pair(@Nullable Rubric rubric, List<Pairing.Candidate> candidates) {
    return Pairing.pair("group", "r", rubric, candidates, MOST);
  }

  private static Set<String> pairings(List<Pairing.Candidate> candidates) {
    return pair(RUBRIC, candidates).requests().stream()
        .map(JudgeRequest::getPairingId)
        .collect(Collectors.toSet());
  }

  private static List<org.assertj.core.groups.Tuple> refusals(Pairing.Paired paired) {
    return paired.unpaired().stream()
        .map(unpaired -> tuple(unpaired.generationId(), unpaired.refusal().reason()))
        .toList();
  }

  private static JudgeRequest.Builder request(
      Pairing.Candidate shown, Pairing.Candidate comparedTo, String policy) {
    Generation first = shown.generation();
    Generation second = comparedTo.generation();
    return JudgeRequest.newBuilder()
        .setRequestId(Ids.hash(first.getGenerationId(), "r", "3", second.getGenerationId()))
        .setGeneration(first)
        .setComparedTo(second)
        .setRubric(RUBRIC)
        .setPolicyId(policy)
        .setInclusionProbability(0.2)
        .setPriority(Priority.REWARD)
        .setRequestsOfGeneration(0)
        .setPairsOfGroup(1)
        .setPairingId(Ids.hash("group", "r", "3", "a\nb"));
  }

  private static String order(JudgeRequest request, boolean swapped) {
    String first = request.getGeneration().getGenerationId();
    String second = request.getComparedTo().orElseThrow().getGenerationId();
    return swapped ? second + " " + first : first + " " + second;
  }

  private static Rubric.Builder relative(ReferenceUse use) {
    return rubric("r", use).setMode(RubricMode.RELATIVE).setLevels(List.of());
  }

  private static RubricChoice choice(String policy, double probability, Priority priority) {
    return new RubricChoice("r", policy, probability, 1.0, priority);
  }

  private static Pairing.Candidate candidate(String id) {
    return candidate(id, choice("p", 1, Priority.MONITORING));
  }

  private static Pairing.Candidate candidate(String id, RubricChoice choice) {
    return new Pairing.Candidate(generation(id).build(), choice, Optional.empty());
  }

  private static Pairing.Candidate asking(String id, String instruction) {
    return new Pairing.Candidate(
        generation(id).setInstruction(instruction).build(),
        choice("p", 1, Priority.MONITORING),
        Optional.empty());
  }

  private static Pairing.Candidate answered(String id, String answer) {
    return new Pairing.Candidate(
        generation(id).build(), choice("p", 1, Priority.MONITORING), Optional.of(answer));
  }
}
