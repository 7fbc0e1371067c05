package io.gavel.judge.chat;

import io.gavel.judge.kind.Scale;
import io.gavel.schema.Rubric;
import io.gavel.schema.RubricMode;
import java.util.List;

/// What an answer has to conclude, by the rubric.
sealed interface Wanted {
  /// A whole number on a scale.
  record Level(Scale scale) implements Wanted {}

  /// Yes or no to each item of a checklist.
  ///
  /// @param items the questions; not empty
  record Items(List<String> items) implements Wanted {
    /// Copies.
    public Items {
      items = List.copyOf(items);
    }
  }

  /// The better one of two responses.
  ///
  /// @param tie whether neither may be
  record Better(boolean tie) implements Wanted {
    /// The words for the verdicts: first, second and, where it is offered, tie.
    List<String> words() {
      return tie ? List.of("A", "B", "tie") : List.of("A", "B");
    }
  }

  /// What a rubric wants.
  ///
  /// @param rubric relative, or with levels, or with a checklist
  /// @param tie whether a pair may end in a tie
  static Wanted by(Rubric rubric, boolean tie) {
    if (rubric.getMode() == RubricMode.RELATIVE) {
      return new Better(tie);
    }
    return rubric.getChecklist().isEmpty()
        ? new Level(Scale.of(rubric))
        : new Items(rubric.getChecklist());
  }
}
