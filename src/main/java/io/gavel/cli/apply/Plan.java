package io.gavel.cli.apply;

import io.gavel.schema.Policy;
import io.gavel.schema.PolicyRubric;
import io.gavel.schema.Reference;
import io.gavel.schema.Rubric;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// What applying some files to a cluster does: each change, and what speaks against it. Pure.
///
/// @param changes rubrics, references, policies, deletions; as the files have them
/// @param problems where there is one, nothing may be published
public record Plan(List<Change> changes, List<Problem> problems) {
  private static final String ARGUMENTS = "--delete";

  /// What the judge is shown: a change of it is another rubric, and needs another version, because
  /// feedback names the version it was given under.
  private static final Set<String> WORDING =
      Set.of("mode", "criteria", "levels", "checklist", "reference");

  /// Copies.
  public Plan {
    changes = List.copyOf(changes);
    problems = List.copyOf(problems);
  }

  /// Compares.
  ///
  /// @param definitions what the files say
  /// @param deletions what is to go
  /// @param cluster what there is
  public static Plan of(Definitions definitions, List<Deletion> deletions, ClusterState cluster) {
    List<Change> changes = new ArrayList<>();
    List<Problem> problems = new ArrayList<>(definitions.problems());
    for (Definition<Rubric> rubric : definitions.rubrics()) {
      changes.add(change(Kind.RUBRIC, rubric, cluster.rubrics()));
      checkVersion(rubric, cluster.rubrics().get(rubric.id()), problems);
    }
    for (Definition<Reference> reference : definitions.references()) {
      changes.add(new Change.NotCompared(Kind.REFERENCE, reference.id(), reference.record()));
    }
    for (Definition<Policy> policy : definitions.policies()) {
      changes.add(change(Kind.POLICY, policy, cluster.policies()));
    }
    checkPolicies(definitions, deletions, cluster, problems);
    for (Deletion deletion : deletions) {
      checkDeletion(deletion, definitions, deletions, cluster, problems);
      changes.add(new Change.Deleted(deletion.kind(), deletion.id()));
    }
    return new Plan(changes, problems);
  }

  private static <T extends SpecificRecord> Change change(
      Kind kind, Definition<T> definition, Map<String, T> present) {
    T before = present.get(definition.id());
    if (before == null) {
      return new Change.New(kind, definition.id(), definition.record());
    }
    List<String> fields = Differences.between(before, definition.record());
    return fields.isEmpty()
        ? new Change.Unchanged(kind, definition.id())
        : new Change.Changed(kind, definition.id(), definition.record(), fields);
  }

  private static void checkVersion(
      Definition<Rubric> rubric, @Nullable Rubric before, List<Problem> problems) {
    if (before == null) {
      return;
    }
    int version = rubric.record().getVersion();
    List<String> wording =
        Differences.between(before, rubric.record()).stream().filter(WORDING::contains).toList();
    String message = "";
    if (version < before.getVersion()) {
      message =
          "is older than the cluster's version %d: raise it to %d if it is meant to go back"
              .formatted(before.getVersion(), before.getVersion() + 1);
    } else if (version == before.getVersion() && !wording.isEmpty()) {
      message =
          "rubric %s changed (%s) but its version is still %d: raise it"
              .formatted(rubric.id(), String.join(", ", wording), version);
    }
    if (!message.isEmpty()) {
      problems.add(
          new Problem(
              rubric.file(), rubric.line(), "rubric " + rubric.id() + ": version", message));
    }
  }

  private static void checkPolicies(
      Definitions definitions,
      List<Deletion> deletions,
      ClusterState cluster,
      List<Problem> problems) {
    Set<String> rubrics = new HashSet<>(cluster.rubrics().keySet());
    definitions.rubrics().forEach(rubric -> rubrics.add(rubric.id()));
    for (Deletion deletion : deletions) {
      if (deletion.kind() == Kind.RUBRIC) {
        rubrics.remove(deletion.id());
      }
    }
    for (Definition<Policy> policy : definitions.policies()) {
      for (PolicyRubric chosen : policy.record().getRubrics()) {
        if (!chosen.getRubricId().isEmpty() && !rubrics.contains(chosen.getRubricId())) {
          problems.add(
              new Problem(
                  policy.file(),
                  policy.line(),
                  "policy " + policy.id() + ": rubrics",
                  "there is no rubric %s, neither in these files nor on the cluster"
                      .formatted(chosen.getRubricId())));
        }
      }
    }
  }

  private static void checkDeletion(
      Deletion deletion,
      Definitions definitions,
      List<Deletion> deletions,
      ClusterState cluster,
      List<Problem> problems) {
    String what = deletion.kind().singular() + " " + deletion.id();
    if (names(deletion.kind(), definitions).contains(deletion.id())) {
      problems.add(new Problem(ARGUMENTS, 0, what, "stands in the files, too: take it out there"));
    }
    boolean present =
        switch (deletion.kind()) {
          case RUBRIC -> cluster.rubrics().containsKey(deletion.id());
          case POLICY -> cluster.policies().containsKey(deletion.id());
          case REFERENCE -> true; // not looked up; deleting what is not there does no harm
        };
    if (!present) {
      problems.add(new Problem(ARGUMENTS, 0, what, "the cluster has none: check the id"));
    }
    if (deletion.kind() == Kind.RUBRIC) {
      Set<String> replaced = names(Kind.POLICY, definitions);
      cluster.policies().values().stream()
          .filter(policy -> !replaced.contains(policy.getPolicyId()))
          .filter(policy -> !deletions.contains(new Deletion(Kind.POLICY, policy.getPolicyId())))
          .filter(policy ->
              policy.getRubrics().stream()
                  .anyMatch(chosen -> chosen.getRubricId().equals(deletion.id())))
          .map(Policy::getPolicyId)
          .sorted()
          .forEach(policy ->
              problems.add(
                  new Problem(
                      ARGUMENTS,
                      0,
                      what,
                      "policy %s still names it: change or delete that first".formatted(policy))));
    }
  }

  private static Set<String> names(Kind kind, Definitions definitions) {
    List<? extends Definition<?>> all =
        switch (kind) {
          case RUBRIC -> definitions.rubrics();
          case REFERENCE -> definitions.references();
          case POLICY -> definitions.policies();
        };
    Set<String> ids = new HashSet<>();
    all.forEach(definition -> ids.add(definition.id()));
    return ids;
  }
}
