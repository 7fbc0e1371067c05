package io.gavel.judge.kind;

import io.gavel.schema.Level;
import io.gavel.schema.Rubric;

/// The integer scale of an absolute rubric.
///
/// @param minimum the lowest level
/// @param maximum the highest, above it
public record Scale(int minimum, int maximum) {
  /// A rubric's: from its first level to its last, or from none to all items of its checklist.
  ///
  /// @param rubric an absolute one, with levels or a checklist
  public static Scale of(Rubric rubric) {
    return rubric.getChecklist().isEmpty()
        ? new Scale(
            rubric.getLevels().stream().mapToInt(Level::getScore).min().orElseThrow(),
            rubric.getLevels().stream().mapToInt(Level::getScore).max().orElseThrow())
        : new Scale(0, rubric.getChecklist().size());
  }

  /// Whether a value lies on it, between its levels included.
  public boolean holds(double value) {
    return minimum <= value && value <= maximum;
  }
}
