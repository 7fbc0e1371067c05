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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class DefinitionReaderTest {
  private static final String RUBRIC =
      """
      rubrics:
        - id: clarity
          version: 1
          criteria: Is it clear?
          levels: {1: "No.", 2: "Yes."}
      """;

  @Test
  void aRubricIsReadWithItsDefaults() {
    assertThat(record(read(RUBRIC).rubrics()))
        .isEqualTo(
            Rubric.newBuilder()
                .setRubricId("clarity")
                .setVersion(1)
                .setMode(RubricMode.ABSOLUTE)
                .setCriteria("Is it clear?")
                .setLevels(List.of(new Level(1, "No."), new Level(2, "Yes.")))
                .setReferenceUse(ReferenceUse.OPTIONAL)
                .setSamples(1)
                .build());
  }

  @Test
  void everyKeyOfARubricIsRead() {
    Rubric rubric =
        record(
            read("""
            rubrics:
              - id: better
                version: 3
                mode: relative
                criteria: Which is better?
                reference: required
                judge_profile: large
                samples: 4
            """)
                .rubrics());
    assertThat(rubric.getVersion()).isEqualTo(3);
    assertThat(rubric.getMode()).isEqualTo(RubricMode.RELATIVE);
    assertThat(rubric.getReferenceUse()).isEqualTo(ReferenceUse.REQUIRED);
    assertThat(rubric.getJudgeProfile()).contains("large");
    assertThat(rubric.getSamples()).isEqualTo(4);
    assertThat(rubric.getLevels()).isEmpty();
  }

  @Test
  void aRelativeRubricWithLevelsIsRefusedSinceTheyWouldMeanNothing() {
    assertThat(problems(RUBRIC + "    mode: relative\n"))
        .containsExactly(
            "f.yaml:5: rubric clarity: levels: a relative rubric has none: two responses are"
                + " compared by its criteria alone");
  }

  @Test
  void theLevelsStandAscendingWhateverTheirOrderInTheFile() {
    assertThat(
            record(
                    read(RUBRIC.replace("{1: \"No.\", 2: \"Yes.\"}", "{2: c, 0: a, 1: b}"))
                        .rubrics())
                .getLevels())
        .containsExactly(new Level(0, "a"), new Level(1, "b"), new Level(2, "c"));
  }

  @Test
  void aChecklistStandsInPlaceOfLevels() {
    Rubric rubric = record(read(checklist("['Is it short?', 'Is it true?']")).rubrics());
    assertThat(rubric.getChecklist()).containsExactly("Is it short?", "Is it true?");
    assertThat(rubric.getLevels()).isEmpty();
  }

  @Test
  void theChecklistIsChecked() {
    assertThat(problems(RUBRIC + "    checklist: [a]\n"))
        .containsExactly(
            "f.yaml:6: rubric clarity: checklist: stands beside levels: a rubric has one or the other");
    assertThat(problems(checklist("[]")))
        .containsExactly("f.yaml:5: rubric clarity: checklist: has 0 questions: 1 to 50 can be");
    assertThat(problems(checklist("[" + "a, ".repeat(50) + "a]")))
        .containsExactly("f.yaml:5: rubric clarity: checklist: has 51 questions: 1 to 50 can be");
    assertThat(problems(checklist("[a, \"\"]")))
        .containsExactly("f.yaml:5: rubric clarity: checklist: must not be empty");
    assertThat(problems(checklist("[a, true]")))
        .containsExactly(
            "f.yaml:5: rubric clarity: checklist: must be text, not true or false: put it in quotes");
    assertThat(problems(checklist("Is it short?")))
        .containsExactly(
            "f.yaml:5: rubric clarity: checklist: must be a list (lines that begin with '-'), not text");
    assertThat(problems(checklist("[a]").replace("version: 1", "version: 1\n    mode: relative")))
        .containsExactly(
            "f.yaml:6: rubric clarity: checklist: is of an absolute rubric: a relative one compares two responses");
  }

  @Test
  void aScaleHasAHundredLevelsAtMost() {
    String hundred =
        IntStream.range(0, 100).mapToObj(i -> i + ": x").collect(Collectors.joining(", "));
    assertThat(problems(RUBRIC.replace("1: \"No.\", 2: \"Yes.\"", hundred))).isEmpty();
    assertThat(problems(RUBRIC.replace("1: \"No.\", 2: \"Yes.\"", hundred + ", 100: x")))
        .containsExactly("f.yaml:5: rubric clarity: levels: has 101 scores: at most 100 can be");
  }

  private static String checklist(String items) {
    return RUBRIC.replace("levels: {1: \"No.\", 2: \"Yes.\"}", "checklist: " + items);
  }

  @Test
  void aPolicyIsReadWithItsDefaults() {
    assertThat(record(read("policies: [{id: all, rubrics: [clarity]}]").policies()))
        .isEqualTo(
            Policy.newBuilder()
                .setPolicyId("all")
                .setRubrics(List.of(new PolicyRubric("clarity", 1.0)))
                .build());
  }

  @Test
  void everyKeyOfAPolicyIsRead() {
    Policy policy =
        record(
            read("""
            policies:
              - id: support
                applications: ["support-*"]
                models: [heron-8b]
                tags: {language: de}
                rubrics:
                  - tone
                  - id: clarity
                    weight: 2
                sampling_rate: 0.25
                priority: reward
            """)
                .policies());
    assertThat(policy.getApplications()).containsExactly("support-*");
    assertThat(policy.getModels()).containsExactly("heron-8b");
    assertThat(policy.getTags()).isEqualTo(Map.of("language", "de"));
    assertThat(policy.getRubrics())
        .containsExactly(new PolicyRubric("tone", 1.0), new PolicyRubric("clarity", 2.0));
    assertThat(policy.getSamplingRate()).isEqualTo(0.25);
    assertThat(policy.getPriority()).isEqualTo(Priority.REWARD);
  }

  @Test
  void aReferenceIsRead() {
    assertThat(record(read("references: [{id: r1, answer: Five days.}]").references()))
        .isEqualTo(new Reference("r1", "Five days."));
  }

  @Test
  void severalDocumentsOfOneFileAreRead() {
    Definitions definitions = read(RUBRIC + "---\npolicies: [{id: all, rubrics: [clarity]}]\n");
    assertThat(definitions.rubrics()).hasSize(1);
    assertThat(definitions.policies()).hasSize(1);
  }

  @Test
  void everyProblemNamesFileLineIdAndField() {
    assertThat(
            problems(
                """
                rubrics:
                  - id: clarity
                    version: 0
                    criteria: 5
                    levels:
                      1: "No."
                      3: "Yes."
                    refrence: none
                  - version: 1
                    criteria: c
                    levels: {1: a, 2: b}
                policy: []
                """))
        .containsExactly(
            "f.yaml:12: top level: unknown key 'policy': known are policies, references, rubrics",
            "f.yaml:8: rubric clarity: unknown key 'refrence': known are checklist, criteria,"
                + " id, judge_profile, levels, mode, reference, samples, version",
            "f.yaml:3: rubric clarity: version: must be a whole number, 1 or more",
            "f.yaml:4: rubric clarity: criteria: must be text, not a number: put it in quotes",
            "f.yaml:5: rubric clarity: levels: score 2 is missing: the scores must follow each"
                + " other from 1 to 3",
            "f.yaml:9: rubric: id: missing");
  }

  @Test
  void theLevelsAreChecked() {
    assertThat(problems(RUBRIC.replace("{1: \"No.\", 2: \"Yes.\"}", "{1: a}")))
        .containsExactly(
            "f.yaml:5: rubric clarity: levels: needs at least two scores with a description each; instead a rubric may have a checklist, or say mode: relative to compare two responses");
    assertThat(problems(RUBRIC.replace("{1: \"No.\", 2: \"Yes.\"}", "[a, b]")))
        .containsExactly(
            "f.yaml:5: rubric clarity: levels: must be a mapping (key: value), not a list");
    assertThat(problems(RUBRIC.replace("{1: \"No.\", 2: \"Yes.\"}", "{good: a, 2: b, 3: c}")))
        .containsExactly(
            "f.yaml:5: rubric clarity: levels: 'good' is no score: scores are whole numbers");
    assertThat(problems(RUBRIC.replaceAll("(?m)^.*levels.*\n", "")))
        .containsExactly(
            "f.yaml:2: rubric clarity: levels: needs at least two scores with a description each; instead a rubric may have a checklist, or say mode: relative to compare two responses");
    assertThat(problems(RUBRIC.replace("\"Yes.\"", "\"\"")))
        .containsExactly("f.yaml:5: rubric clarity: levels.2: must not be empty");
  }

  @Test
  void aVersionMustBeThere() {
    assertThat(problems(RUBRIC.replace("    version: 1\n", "")))
        .containsExactly(
            "f.yaml:2: rubric clarity: version: missing: start with 1 and raise it with every change of wording");
  }

  @Test
  void aPolicyIsChecked() {
    assertThat(
            problems(
                """
                policies:
                  - id: p
                    applications: support
                    tags: {language: 1}
                    rubrics: [a, {id: a, weight: -1}, {weight: 1, wieght: 2}]
                    sampling_rate: 1.5
                    priority: urgent
                  - id: q
                """))
        .containsExactly(
            "f.yaml:3: policy p: applications: must be a list (lines that begin with '-'), not text",
            "f.yaml:4: policy p: tags.language: must be text, not a number: put it in quotes",
            "f.yaml:5: policy p: rubrics: weight: must be a number, 0 or more",
            "f.yaml:5: policy p: rubrics: names a twice",
            "f.yaml:5: policy p: rubrics: unknown key 'wieght': known are id, weight",
            "f.yaml:5: policy p: rubrics: id: missing",
            "f.yaml:6: policy p: sampling_rate: must be a number, 0 to 1",
            "f.yaml:7: policy p: priority: must be one of reward, monitoring, backfill",
            "f.yaml:8: policy q: rubrics: needs at least one rubric");
  }

  @Test
  void notANumberIsNoSamplingRate() {
    assertThat(problems("policies: [{id: p, rubrics: [a], sampling_rate: .nan}]"))
        .containsExactly("f.yaml:1: policy p: sampling_rate: must be a number, 0 to 1");
  }

  @Test
  void anIdThatStandsTwiceNamesBothPlacesOverAllFiles() {
    DefinitionReader reader = new DefinitionReader();
    reader.read("a.yaml", RUBRIC);
    reader.read("b.yaml", "\n" + RUBRIC);
    assertThat(reader.definitions().problems())
        .extracting(Problem::toString)
        .containsExactly(
            "b.yaml:3: rubric clarity: id: stands already at a.yaml:2: every id may stand once");
  }

  @Test
  void whatIsNoYamlNamesTheLine() {
    assertThat(problems("rubrics:\n  - id: [\n"))
        .singleElement()
        .asString()
        .startsWith("f.yaml:3: not valid YAML: ");
  }

  @Test
  void anAliasIsRefusedSoThatASmallFileStaysSmall() {
    assertThat(problems("rubrics: &a [x]\nreferences: *a\n"))
        .singleElement()
        .asString()
        .isEqualTo("f.yaml:1: not valid YAML: anchors (&) and aliases (*) are not supported");
  }

  @Test
  void aKeyThatStandsTwiceIsRefused() {
    assertThat(problems(RUBRIC + "    version: 2\n"))
        .singleElement()
        .asString()
        .contains("f.yaml:6:")
        .contains("version");
  }

  @Test
  void whatIsNoMappingIsRefused() {
    assertThat(problems("- a\n"))
        .containsExactly("f.yaml:1: needs the keys rubrics, references or policies, and is a list");
    assertThat(problems("rubrics: [clarity]\n"))
        .containsExactly("f.yaml:1: rubric: must be a mapping (- id: ...), not text");
    assertThat(problems("# nothing\n"))
        .containsExactly("f.yaml: is empty: it needs rubrics, references or policies");
  }

  private static <T extends SpecificRecord> T record(List<Definition<T>> definitions) {
    return definitions.getFirst().record();
  }

  private static Definitions read(String text) {
    DefinitionReader reader = new DefinitionReader();
    reader.read("f.yaml", text);
    assertThat(reader.definitions().problems()).isEmpty();
    return reader.definitions();
  }

  private static List<String> problems(String text) {
    DefinitionReader reader = new DefinitionReader();
    reader.read("f.yaml", text);
    return reader.definitions().problems().stream().map(Problem::toString).toList();
  }
}
