package io.gavel.cli.send;

import io.gavel.schema.Generation;
import io.gavel.schema.Rubric;
import java.util.Optional;

/// What became of one line.
public sealed interface ParsedLine {
  /// Where it stands, from 1 up.
  long number();

  /// It is a generation.
  ///
  /// @param number where it stands
  /// @param generation complete
  /// @param rubric the rubric that the line brings along, which the generation names
  record Valid(long number, Generation generation, Optional<Rubric> rubric) implements ParsedLine {}

  /// It is none.
  ///
  /// @param number where it stands
  /// @param message each field and what is wrong with it, in one line that is safe to print;
  ///   nothing of the content but names of fields and the word at which JSON breaks off
  record Invalid(long number, String message) implements ParsedLine {}
}
