package io.gavel.cli.apply;

import io.gavel.schema.Policy;
import io.gavel.schema.Reference;
import io.gavel.schema.Rubric;
import java.util.List;

/// Everything that the files say, and what is wrong with it.
///
/// @param rubrics in the files' order, each id once
/// @param references likewise
/// @param policies likewise
/// @param problems in the files' order; where there is one, nothing may be published
public record Definitions(
    List<Definition<Rubric>> rubrics,
    List<Definition<Reference>> references,
    List<Definition<Policy>> policies,
    List<Problem> problems) {
  /// Copies.
  public Definitions {
    rubrics = List.copyOf(rubrics);
    references = List.copyOf(references);
    policies = List.copyOf(policies);
    problems = List.copyOf(problems);
  }

  /// Nothing.
  public static Definitions none() {
    return new Definitions(List.of(), List.of(), List.of(), List.of());
  }
}
