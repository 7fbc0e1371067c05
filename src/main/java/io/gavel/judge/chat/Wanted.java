package io.gavel.judge.chat;

import io.gavel.judge.kind.Scale;
import io.gavel.schema.Rubric;
import io.gavel.schema.RubricMode;
import java.util.List;
import java.util.stream.IntStream;

/// What an answer has to conclude, by the rubric.
sealed interface Wanted {
  /// The words of an answer for all that it may conclude, in order: the levels, ascending, or the
  /// verdicts on a pair; empty where there are too many.
  List<String> symbols();

  /// A whole number on a scale.
  record Level(Scale scale) implements Wanted {
    @Override
    public List<String> symbols() {
      return IntStream.rangeClosed(scale.minimum(), scale.maximum())
          .mapToObj(Integer::toString)
          .toList();
    }
  }

  /// Yes or no to each item of a checklist.
  ///
  /// @param items the questions; not empty
  record Items(List<String> items) implements Wanted {
    /// Copies.
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public List<String> symbols() {
      return List.of();
    }
  }

  /// The better one of two responses.
  ///
  /// @param tie whether neither may be
  record Better(boolean tie) implements Wanted {
    @Override
    public List<String> symbols() {
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
