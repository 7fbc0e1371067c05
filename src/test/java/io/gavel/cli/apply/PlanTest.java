package io.gavel.cli.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.TestRecords;
import io.gavel.cli.kafka.RecordPublisher;
import io.gavel.cli.kafka.TestingProducer;
import io.gavel.schema.Policy;
import io.gavel.schema.PolicyRubric;
import io.gavel.schema.Reference;
import io.gavel.schema.ReferenceUse;
import io.gavel.schema.Rubric;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final ClusterState EMPTY = new ClusterState(Map.of(), Map.of());
  private static final Rubric CLARITY = TestRecords.rubric("clarity").build();
  private static final Policy SUPPORT = policy("support", "clarity").build();
  private static final ClusterState BOTH =
      new ClusterState(Map.of("clarity", CLARITY), Map.of("support", SUPPORT));

  @Test
  void whatTheClusterLacksIsNew() {
    Plan plan = Plan.of(definitions(List.of(CLARITY), List.of(SUPPORT)), List.of(), EMPTY);
    assertThat(plan.problems()).isEmpty();
    assertThat(plan.changes())
        .containsExactly(
            new Change.New(Kind.RUBRIC, "clarity", CLARITY),
            new Change.New(Kind.POLICY, "support", SUPPORT));
  }

  @Test
  void whatTheClusterHasIsUnchanged() {
    Plan plan = Plan.of(definitions(List.of(CLARITY), List.of(SUPPORT)), List.of(), BOTH);
    assertThat(plan.problems()).isEmpty();
    assertThat(plan.changes())
        .containsExactly(
            new Change.Unchanged(Kind.RUBRIC, "clarity"),
            new Change.Unchanged(Kind.POLICY, "support"));
  }

  @Test
  void aChangeNamesItsFields() {
    Rubric next =
        Rubric.newBuilder(CLARITY)
            .setVersion(2)
            .setCriteria("Is it clear?")
            .setReferenceUse(ReferenceUse.NONE)
            .build();
    Policy rarer = Policy.newBuilder(SUPPORT).setSamplingRate(0.5).build();
    assertThat(Plan.of(definitions(List.of(next), List.of(rarer)), List.of(), BOTH))
        .isEqualTo(
            new Plan(
                List.of(
                    new Change.Changed(
                        Kind.RUBRIC, "clarity", next, List.of("version", "criteria", "reference")),
                    new Change.Changed(Kind.POLICY, "support", rarer, List.of("sampling_rate"))),
                List.of()));
  }

  @Test
  void aChecklistThatChangedNeedsAnotherVersion() {
    Rubric next = Rubric.newBuilder(CLARITY).setChecklist(List.of("Is it short?")).build();
    assertThat(problems(definitions(List.of(next), List.of()), BOTH))
        .containsExactly(
            "f.yaml:3: rubric clarity: version: rubric clarity changed (checklist) but its version"
                + " is still 1: raise it");
  }

  @Test
  void aTextThatChangedNeedsAnotherVersion() {
    Rubric next = Rubric.newBuilder(CLARITY).setCriteria("Is it clear?").build();
    assertThat(problems(definitions(List.of(next), List.of()), BOTH))
        .containsExactly(
            "f.yaml:3: rubric clarity: version: rubric clarity changed (criteria) but its version"
                + " is still 1: raise it");
  }

  @Test
  void howOftenItIsAskedMayChangeWithinAVersion() {
    Rubric next = Rubric.newBuilder(CLARITY).setSamples(3).setJudgeProfile("large").build();
    assertThat(problems(definitions(List.of(next), List.of()), BOTH)).isEmpty();
  }

  @Test
  void anOlderVersionIsRefused() {
    ClusterState newer =
        new ClusterState(
            Map.of("clarity", Rubric.newBuilder(CLARITY).setVersion(3).build()), Map.of());
    assertThat(problems(definitions(List.of(CLARITY), List.of()), newer))
        .containsExactly(
            "f.yaml:3: rubric clarity: version: is older than the cluster's version 3: raise it to"
                + " 4 if it is meant to go back");
  }

  @Test
  void aPolicyNamesRubricsThatExist() {
    Policy lost = policy("support", "clarity", "tone").build();
    assertThat(problems(definitions(List.of(), List.of(lost)), BOTH))
        .containsExactly(
            "f.yaml:3: policy support: rubrics: there is no rubric tone, neither in these files nor"
                + " on the cluster");
  }

  @Test
  void theProblemsOfTheFilesStay() {
    Problem problem = new Problem("f.yaml", 1, "", "bad");
    assertThat(
            Plan.of(
                    new Definitions(List.of(), List.of(), List.of(), List.of(problem)),
                    List.of(),
                    EMPTY)
                .problems())
        .containsExactly(problem);
  }

  @Test
  void aRubricThatAPolicyNamesIsNotDeleted() {
    Deletion rubric = new Deletion(Kind.RUBRIC, "clarity");
    assertThat(Plan.of(Definitions.none(), List.of(rubric), BOTH).problems())
        .extracting(Problem::toString)
        .containsExactly(
            "--delete: rubric clarity: policy support still names it: change or delete that first");
    Deletion policy = new Deletion(Kind.POLICY, "support");
    Plan both = Plan.of(Definitions.none(), List.of(rubric, policy), BOTH);
    assertThat(both.problems()).isEmpty();
    assertThat(both.changes())
        .containsExactly(
            new Change.Deleted(Kind.RUBRIC, "clarity"), new Change.Deleted(Kind.POLICY, "support"));
  }

  @Test
  void aFileCannotNameARubricThatIsDeleted() {
    assertThat(
            Plan.of(
                    definitions(List.of(), List.of(SUPPORT)),
                    List.of(new Deletion(Kind.RUBRIC, "clarity")),
                    BOTH)
                .problems())
        .extracting(Problem::what)
        .containsExactly("policy support: rubrics");
  }

  @Test
  void whatIsNotThereOrStandsInTheFilesIsNotDeleted() {
    assertThat(
            Plan.of(
                    definitions(List.of(CLARITY), List.of()),
                    List.of(
                        new Deletion(Kind.RUBRIC, "clarity"),
                        new Deletion(Kind.POLICY, "suport"),
                        new Deletion(Kind.REFERENCE, "any")),
                    new ClusterState(Map.of("clarity", CLARITY), Map.of()))
                .problems())
        .extracting(Problem::toString)
        .containsExactly(
            "--delete: rubric clarity: stands in the files, too: take it out there",
            "--delete: policy suport: the cluster has none: check the id");
  }

  @Test
  void aDeletionIsWrittenKindSlashId() {
    assertThat(Deletion.parse("rubric/a/b")).contains(new Deletion(Kind.RUBRIC, "a/b"));
    assertThat(Deletion.parse("policies/p")).contains(new Deletion(Kind.POLICY, "p"));
    assertThat(Deletion.parse("rubric")).isEmpty();
    assertThat(Deletion.parse("rubric/")).isEmpty();
    assertThat(Deletion.parse("topic/a")).isEmpty();
  }

  @Test
  void thePlanReadsAsAList() {
    Rubric next = Rubric.newBuilder(CLARITY).setVersion(2).setCriteria("Is it clear?").build();
    Plan plan =
        Plan.of(
            new Definitions(
                List.of(
                    defined("clarity", next),
                    defined("t\u001Bne", TestRecords.rubric("t").build())),
                List.of(
                    defined("r", new Reference("r", "a")), defined("s", new Reference("s", "a"))),
                List.of(defined("support", SUPPORT)),
                List.of()),
            List.of(new Deletion(Kind.REFERENCE, "old")),
            BOTH);
    assertThat(PlanText.lines(plan))
        .containsExactly(
            "~ rubric clarity  changed: version, criteria",
            "+ rubric t\uFFFDne     new",
            "  policy support  unchanged",
            "- reference old   deleted",
            "> references: 2, sent without comparing, there may be millions on the cluster");
  }

  @Test
  void rubricsGoOutBeforePoliciesAndPoliciesAreDeletedBeforeRubrics() {
    MockProducer<String, SpecificRecord> producer = TestingProducer.create(true);
    Plan plan =
        new Plan(
            List.of(
                new Change.Deleted(Kind.RUBRIC, "old"),
                new Change.Deleted(Kind.POLICY, "old"),
                new Change.New(Kind.POLICY, "support", SUPPORT),
                new Change.Unchanged(Kind.POLICY, "same"),
                new Change.NotCompared(Kind.REFERENCE, "r", new Reference("r", "a")),
                new Change.Changed(Kind.RUBRIC, "clarity", CLARITY, List.of("version"))),
            List.of());
    new PlanPublisher(new RecordPublisher(producer, "", "broker:9092")).publish(plan);
    assertThat(TestingProducer.sent(producer))
        .containsExactly(
            "rubrics clarity",
            "references r",
            "policies support",
            "policies old deleted",
            "rubrics old deleted");
  }

  private static List<String> problems(Definitions definitions, ClusterState cluster) {
    return Plan.of(definitions, List.of(), cluster).problems().stream()
        .map(Problem::toString)
        .toList();
  }

  private static Definitions definitions(List<Rubric> rubrics, List<Policy> policies) {
    return new Definitions(
        rubrics.stream().map(rubric -> defined(rubric.getRubricId(), rubric)).toList(),
        List.of(),
        policies.stream().map(policy -> defined(policy.getPolicyId(), policy)).toList(),
        List.of());
  }

  private static <T extends SpecificRecord> Definition<T> defined(String id, T record) {
    return new Definition<>(id, record, "f.yaml", 3);
  }

  private static Policy.Builder policy(String id, String... rubrics) {
    return Policy.newBuilder()
        .setPolicyId(id)
        .setRubrics(Stream.of(rubrics).map(rubric -> new PolicyRubric(rubric, 1.0)).toList());
  }
}
