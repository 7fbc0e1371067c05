package io.gavel.cli.apply;

import io.gavel.schema.Level;
import io.gavel.schema.Policy;
import io.gavel.schema.PolicyRubric;
import io.gavel.schema.Priority;
import io.gavel.schema.Reference;
import io.gavel.schema.ReferenceUse;
import io.gavel.schema.Rubric;
import io.gavel.schema.RubricMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/// Reads the files of `gavel apply` one after the other and keeps every problem. For one thread.
public final class DefinitionReader {
  private static final Set<String> KINDS = Set.of("rubrics", "references", "policies");
  private static final Set<String> RUBRIC_KEYS =
      Set.of(
          "id",
          "version",
          "mode",
          "criteria",
          "levels",
          "checklist",
          "reference",
          "judge_profile",
          "samples");
  private static final Set<String> REFERENCE_KEYS = Set.of("id", "answer");
  private static final Set<String> POLICY_KEYS =
      Set.of("id", "applications", "models", "tags", "rubrics", "sampling_rate", "priority");
  private static final int MAX_SAMPLES = 16;
  private static final int MAX_LEVELS = 100;
  private static final int MAX_ITEMS = 50;

  private final List<Definition<Rubric>> rubrics = new ArrayList<>();
  private final List<Definition<Reference>> references = new ArrayList<>();
  private final List<Definition<Policy>> policies = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Map<Kind, Map<String, String>> places = new HashMap<>();

  /// Takes one file in.
  ///
  /// @param file its name for messages
  /// @param text all of it
  public void read(String file, String text) {
    int before = problems.size();
    List<Node> documents = YamlReader.read(file, text, problems);
    if (documents.isEmpty() && problems.size() == before) {
      problems.add(new Problem(file, 0, "", "is empty: it needs rubrics, references or policies"));
    }
    for (Node document : documents) {
      if (document instanceof Node.Mapping mapping) {
        Fields top = new Fields(file, "top level", mapping, problems);
        top.onlyKnown(KINDS);
        for (Kind kind : Kind.values()) {
          top.sequence(kind.plural()).forEach(element -> element(file, kind, element));
        }
      } else {
        problems.add(
            new Problem(
                file,
                document.line(),
                "",
                "needs the keys rubrics, references or policies, and is " + Fields.kind(document)));
      }
    }
  }

  /// What a problem outside the text, such as a file that cannot be read, adds.
  public void problem(Problem problem) {
    problems.add(problem);
  }

  /// Everything that was read.
  public Definitions definitions() {
    return new Definitions(rubrics, references, policies, problems);
  }

  private void element(String file, Kind kind, Node element) {
    if (!(element instanceof Node.Mapping mapping)) {
      problems.add(
          new Problem(
              file,
              element.line(),
              kind.singular(),
              "must be a mapping (- id: ...), not " + Fields.kind(element)));
      return;
    }
    String id = new Fields(file, kind.singular(), mapping, problems).required("id");
    Fields fields =
        new Fields(
            file, id.isEmpty() ? kind.singular() : kind.singular() + " " + id, mapping, problems);
    if (!id.isEmpty()) {
      String place =
          places
              .computeIfAbsent(kind, ignored -> new HashMap<>())
              .putIfAbsent(id, file + ":" + mapping.line());
      if (place != null) {
        fields.problem("id", "stands already at " + place + ": every id may stand once");
      }
    }
    switch (kind) {
      case RUBRIC -> rubrics.add(define(id, rubric(id, fields), file, fields));
      case REFERENCE -> references.add(define(id, reference(id, fields), file, fields));
      case POLICY -> policies.add(define(id, policy(id, fields), file, fields));
    }
  }

  private static <T extends SpecificRecord> Definition<T> define(
      String id, T record, String file, Fields fields) {
    return new Definition<>(id, record, file, fields.line());
  }

  private static Rubric rubric(String id, Fields fields) {
    fields.onlyKnown(RUBRIC_KEYS);
    if (fields.value("version") == null) {
      fields.problem("version", "missing: start with 1 and raise it with every change of wording");
    }
    RubricMode mode = fields.oneOf("mode", RubricMode.class, RubricMode.ABSOLUTE);
    return Rubric.newBuilder()
        .setRubricId(id)
        .setVersion(fields.integer("version", 1, 1, Integer.MAX_VALUE))
        .setMode(mode)
        .setCriteria(fields.required("criteria"))
        .setLevels(levels(fields, mode))
        .setChecklist(checklist(fields, mode))
        .setReferenceUse(fields.oneOf("reference", ReferenceUse.class, ReferenceUse.OPTIONAL))
        .setJudgeProfile(fields.text("judge_profile"))
        .setSamples(fields.integer("samples", 1, 1, MAX_SAMPLES))
        .build();
  }

  /// The order in the file is of no matter: a mapping has none.
  private static List<Level> levels(Fields fields, RubricMode mode) {
    Map<String, Node.Entry> entries = fields.mapping("levels");
    TreeMap<Integer, String> byScore = new TreeMap<>();
    Map<String, Node.Entry> described = new LinkedHashMap<>(entries);
    described.keySet().removeIf(key -> !key.matches("0|-?[1-9][0-9]{0,8}"));
    for (String key : entries.keySet()) {
      if (!described.containsKey(key)) {
        fields.problem("levels", "'%s' is no score: scores are whole numbers".formatted(key));
      }
    }
    fields
        .texts("levels", described)
        .forEach((score, description) -> byScore.put(Integer.valueOf(score), description));
    if (mode == RubricMode.RELATIVE) {
      if (!entries.isEmpty()) {
        fields.problem(
            "levels",
            "a relative rubric has none: two responses are compared by its criteria alone");
      }
      return List.of();
    }
    boolean complete = byScore.size() == entries.size();
    boolean optional = fields.value("checklist") != null;
    if (complete && byScore.size() < 2 && !(optional && byScore.isEmpty())) {
      Node value = fields.value("levels");
      if (value == null || value instanceof Node.Mapping) {
        fields.problem(
            "levels",
            "needs at least two scores with a description each; instead a rubric may have a checklist,"
                + " or say mode: relative to compare two responses");
      }
    } else if (byScore.size() > MAX_LEVELS) {
      fields.problem(
          "levels", "has %d scores: at most %d can be".formatted(byScore.size(), MAX_LEVELS));
    } else if (complete && !byScore.isEmpty()) {
      for (int score = byScore.firstKey(); score < byScore.lastKey(); score++) {
        if (!byScore.containsKey(score)) {
          fields.problem(
              "levels",
              "score %d is missing: the scores must follow each other from %d to %d"
                  .formatted(score, byScore.firstKey(), byScore.lastKey()));
          break;
        }
      }
    }
    List<Level> levels = new ArrayList<>();
    byScore.forEach((score, description) -> levels.add(new Level(score, description)));
    return levels;
  }

  /// Questions, where the rubric has no levels.
  private static List<String> checklist(Fields fields, RubricMode mode) {
    List<String> items = fields.texts("checklist");
    Node value = fields.value("checklist");
    if (value == null) {
      return items;
    }
    if (mode == RubricMode.RELATIVE) {
      fields.problem(
          "checklist", "is of an absolute rubric: a relative one compares two responses");
    } else if (fields.value("levels") != null) {
      fields.problem("checklist", "stands beside levels: a rubric has one or the other");
    }
    if (value instanceof Node.Sequence(int _, List<Node> elements)
        && (elements.isEmpty() || elements.size() > MAX_ITEMS)) {
      fields.problem(
          "checklist", "has %d questions: 1 to %d can be".formatted(elements.size(), MAX_ITEMS));
    }
    return items;
  }

  private static Reference reference(String id, Fields fields) {
    fields.onlyKnown(REFERENCE_KEYS);
    return new Reference(id, fields.required("answer"));
  }

  private Policy policy(String id, Fields fields) {
    fields.onlyKnown(POLICY_KEYS);
    return Policy.newBuilder()
        .setPolicyId(id)
        .setApplications(fields.texts("applications"))
        .setModels(fields.texts("models"))
        .setTags(fields.texts("tags", fields.mapping("tags")))
        .setRubrics(policyRubrics(fields))
        .setSamplingRate(fields.number("sampling_rate", 1, 0, 1))
        .setPriority(fields.oneOf("priority", Priority.class, Priority.MONITORING))
        .build();
  }

  private List<PolicyRubric> policyRubrics(Fields fields) {
    List<PolicyRubric> chosen = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Node element : fields.sequence("rubrics")) {
      String id;
      double weight = 1;
      if (element instanceof Node.Mapping mapping) {
        Fields inner = fields.inside("rubrics", mapping);
        inner.onlyKnown(Set.of("id", "weight"));
        id = inner.required("id");
        weight = inner.number("weight", 1, 0, Double.POSITIVE_INFINITY);
      } else {
        String text = fields.text("rubrics", element);
        id = text == null ? "" : text;
      }
      if (!id.isEmpty() && !ids.add(id)) {
        fields.problem("rubrics", element.line(), "names " + id + " twice");
      }
      chosen.add(new PolicyRubric(id, weight));
    }
    if (chosen.isEmpty() && !(fields.value("rubrics") instanceof Node.Scalar)) {
      fields.problem("rubrics", "needs at least one rubric");
    }
    return chosen;
  }
}
