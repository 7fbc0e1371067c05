package io.gavel.cli.evaluate;

import io.gavel.cli.apply.Definition;
import io.gavel.cli.apply.DefinitionFiles;
import io.gavel.cli.apply.Definitions;
import io.gavel.cli.apply.Problem;
import io.gavel.schema.Rubric;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Collectors;

/// The one rubric of a file as `gavel apply` takes it.
public final class RubricFile {
  private RubricFile() {}

  /// Reads it.
  ///
  /// @param name the file, or `FILE#ID` for one of several
  /// @throws IllegalArgumentException where there is not exactly that one; the message says why
  public static Rubric read(String name) {
    int hash = name.lastIndexOf('#');
    String file = hash < 0 ? name : name.substring(0, hash);
    Definitions definitions =
        new DefinitionFiles(InputStream.nullInputStream()).read(List.of(file));
    if (!definitions.problems().isEmpty()) {
      throw new IllegalArgumentException(
          definitions.problems().stream().map(Problem::toString).collect(Collectors.joining("; ")));
    }
    List<Definition<Rubric>> rubrics =
        definitions.rubrics().stream()
            .filter(one -> hash < 0 || one.id().equals(name.substring(hash + 1)))
            .toList();
    if (rubrics.size() != 1) {
      List<String> ids = definitions.rubrics().stream().map(Definition::id).toList();
      throw new IllegalArgumentException(
          "%s holds the rubrics %s: name one as %s#ID".formatted(file, ids, file));
    }
    return rubrics.getFirst().record();
  }
}
