package io.gavel.cli.tail;

import java.util.List;
import java.util.Optional;

/// What a record is about, for filters.
///
/// @param application empty where it could not be read
/// @param model empty where it could not be read
/// @param rubrics may be empty
public record Subject(Optional<String> application, Optional<String> model, List<String> rubrics) {
  /// Copies.
  public Subject {
    rubrics = List.copyOf(rubrics);
  }

  static Subject of(String application, String model, List<String> rubrics) {
    return new Subject(Optional.of(application), Optional.of(model), rubrics);
  }
}
