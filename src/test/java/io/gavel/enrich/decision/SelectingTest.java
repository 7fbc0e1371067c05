package io.gavel.enrich.decision;

import static io.gavel.enrich.Samples.generation;
import static io.gavel.enrich.Samples.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gavel.hash.Ids;
import io.gavel.schema.Generation;
import io.gavel.schema.Policy;
import io.gavel.schema.PolicyRubric;
import io.gavel.schema.Priority;
import io.gavel.schema.RubricChoice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SelectingTest {
  @Test
  void noPolicyAtAllIsNoPolicy() {
    assertThat(why(generation("g").build())).isEqualTo(Selecting.Why.NO_POLICY);
  }

  @Test
  void noPolicyForTheApplicationIsNoPolicy() {
    assertThat(why(generation("g").setApplication("other").build(), policy("p", "r").build()))
        .isEqualTo(Selecting.Why.NO_POLICY);
  }

  @Test
  void anotherModelIsFiltered() {
    assertThat(why(generation("g").build(), policy("p", "r").setModels(List.of("m2")).build()))
        .isEqualTo(Selecting.Why.FILTERED);
  }

  @Test
  void aMissingTagIsFiltered() {
    assertThat(why(generation("g").build(), policy("p", "r").setTags(Map.of("tier", "*")).build()))
        .isEqualTo(Selecting.Why.FILTERED);
  }

  @Test
  void aTagWithAnotherValueIsFiltered() {
    assertThat(
            why(
                generation("g").setTags(Map.of("tier", "free")).build(),
                policy("p", "r").setTags(Map.of("tier", "paid*")).build()))
        .isEqualTo(Selecting.Why.FILTERED);
  }

  @Test
  void everyTagOfThePolicyMustBeThere() {
    Policy policy = policy("p", "r").setTags(Map.of("tier", "paid*", "language", "de")).build();

    assertThat(
            choices(
                generation("g")
                    .setTags(Map.of("tier", "paid-gold", "language", "de", "more", "x"))
                    .build(),
                policy))
        .hasSize(1);
    assertThat(why(generation("g").setTags(Map.of("tier", "paid")).build(), policy))
        .isEqualTo(Selecting.Why.FILTERED);
  }

  @Test
  void aRateOfZeroIsNotSampled() {
    assertThat(why(generation("g").build(), policy("p", "r").setSamplingRate(0).build()))
        .isEqualTo(Selecting.Why.NOT_SAMPLED);
  }

  @Test
  void aPolicyWithoutConditionsTakesEverything() {
    Policy all = policy("p", "r").setApplications(List.of()).build();

    assertThat(choices(generation("g").setApplication("any").build(), all)).hasSize(1);
  }

  @Test
  void rubricsThatTheGenerationNamesAreTakenOnceWithoutPolicyOrSampling() {
    List<RubricChoice> choices =
        choices(
            generation("g").setRubricIds(List.of("b", "a", "b")).build(),
            policy("p", "r").setSamplingRate(0).build());

    assertThat(choices)
        .containsExactly(
            new RubricChoice("b", null, 1.0, 1.0, Priority.MONITORING),
            new RubricChoice("a", null, 1.0, 1.0, Priority.MONITORING));
  }

  @Test
  void theHighestRateIsTheInclusionProbabilityAndTheMostUrgentIncludedPolicySpeaks() {
    Generation generation = generation(idBetween(0.2, 0.5)).build();
    Policy urgentButRare =
        policy("a", "r").setPriority(Priority.REWARD).setSamplingRate(0.2).build();
    Policy frequent =
        policy("b", "r")
            .setRubrics(List.of(new PolicyRubric("r", 3.0)))
            .setPriority(Priority.BACKFILL)
            .setSamplingRate(0.5)
            .build();
    Policy always =
        policy("c", "r")
            .setRubrics(List.of(new PolicyRubric("r", 2.0)))
            .setSamplingRate(0.9)
            .build();

    assertThat(choices(generation, urgentButRare, frequent, always))
        .containsExactly(new RubricChoice("r", "c", 0.9, 2.0, Priority.MONITORING));
  }

  @Test
  void aGenerationMakesItsJudgementsMoreUrgentButNeverLess() {
    Policy backfill = policy("p", "r").setPriority(Priority.BACKFILL).build();
    Policy reward = policy("p", "r").setPriority(Priority.REWARD).build();
    Generation urgent = generation("g").setPriority(Priority.REWARD).build();
    Generation patient = generation("g").setPriority(Priority.BACKFILL).build();

    assertThat(choices(urgent, backfill).getFirst().getPriority()).isEqualTo(Priority.REWARD);
    assertThat(choices(patient, reward).getFirst().getPriority()).isEqualTo(Priority.REWARD);
    assertThat(choices(generation("g").build(), backfill).getFirst().getPriority())
        .isEqualTo(Priority.BACKFILL);
    assertThat(
            choices(generation("g").setRubricIds(List.of("r")).setPriority(Priority.REWARD).build())
                .getFirst()
                .getPriority())
        .isEqualTo(Priority.REWARD);
  }

  @Test
  void amongEquallyUrgentPoliciesTheSmallerIdSpeaks() {
    assertThat(choices(generation("g").build(), policy("b", "r").build(), policy("a", "r").build()))
        .extracting(choice -> choice.getPolicyId().orElseThrow())
        .containsExactly("a");
  }

  @Test
  void aRubricOnlyOfAPolicyThatDidNotSampleItIsLeftOut() {
    Generation generation = generation(idBetween(0.2, 0.5)).build();

    assertThat(
            choices(
                generation,
                policy("a", "rare").setSamplingRate(0.2).build(),
                policy("b", "often").setSamplingRate(0.5).build()))
        .extracting(RubricChoice::getRubricId)
        .containsExactly("often");
  }

  @Test
  void aCandidateGroupIsSampledAsAWhole() {
    Policy half = policy("p", "r").setSamplingRate(0.5).build();
    for (int group = 0; group < 200; group++) {
      Set<Boolean> outcomes = new HashSet<>();
      for (int candidate = 0; candidate < 4; candidate++) {
        Generation generation =
            generation(group + "/" + candidate).setCandidateGroup("group-" + group).build();
        outcomes.add(Selecting.select(generation, List.of(half)) instanceof Selecting.Selected.By);
      }
      assertThat(outcomes).hasSize(1);
    }
  }

  @Test
  void theSampledShareIsNearTheRate() {
    for (double rate : new double[] {0.01, 0.1, 0.37, 0.9}) {
      Policy policy = policy("p", "r").setSamplingRate(rate).build();
      int sampled = 0;
      int all = 20_000;
      for (int i = 0; i < all; i++) {
        if (Selecting.select(generation("share-" + i).build(), List.of(policy))
            instanceof Selecting.Selected.By) {
          sampled++;
        }
      }
      double fourStandardErrors = 4 * Math.sqrt(rate * (1 - rate) / all);
      assertThat((double) sampled / all).isCloseTo(rate, within(fourStandardErrors));
    }
  }

  @Test
  void neitherAReplayNorTheOrderOfPoliciesChangesAnything() {
    Random random = new Random(11);
    List<Priority> priorities = List.of(Priority.values());
    for (int round = 0; round < 2_000; round++) {
      List<Policy> policies = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        policies.add(
            policy("p" + i, "r" + random.nextInt(3), "r" + random.nextInt(3))
                .setModels(random.nextBoolean() ? List.of() : List.of("m" + random.nextInt(2)))
                .setPriority(priorities.get(random.nextInt(3)))
                .setSamplingRate(random.nextDouble())
                .build());
      }
      Generation generation = generation("g" + round).build();
      Selecting.Selected first = Selecting.select(generation, policies);
      Collections.shuffle(policies, random);

      assertThat(Selecting.select(generation, policies)).isEqualTo(first);
    }
  }

  /// An id whose number lies between the two.
  private static String idBetween(double low, double high) {
    for (int i = 0; ; i++) {
      double number = Ids.uniform("id" + i);
      if (number >= low && number < high) {
        return "id" + i;
      }
    }
  }

  private static Selecting.Why why(Generation generation, Policy... policies) {
    Selecting.Selected selected = Selecting.select(generation, List.of(policies));
    assertThat(selected).isInstanceOf(Selecting.Selected.Not.class);
    return ((Selecting.Selected.Not) selected).why();
  }

  private static List<RubricChoice> choices(Generation generation, Policy... policies) {
    Selecting.Selected selected = Selecting.select(generation, List.of(policies));
    assertThat(selected).isInstanceOf(Selecting.Selected.By.class);
    return ((Selecting.Selected.By) selected).choices();
  }
}
