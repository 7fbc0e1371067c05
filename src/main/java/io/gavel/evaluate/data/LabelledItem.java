package io.gavel.evaluate.data;

import io.gavel.agreement.Choice;
import io.gavel.schema.Rubric;
import java.util.List;
import java.util.Optional;

/// Something to be judged, with what is already known about it.
public sealed interface LabelledItem {
  /// Where it stands in its file, from 1 up.
  long number();

  /// What was asked, and by what it is judged.
  Task task();

  /// What the responses of an item have in common.
  ///
  /// @param instruction what was asked; empty where the data has none and no judge will see it
  /// @param referenceAnswer an answer that earns the top score; empty where there is none
  /// @param rubric the item's own rubric, absolute; without levels where the data gives none. Empty
  ///   where it brings no rubric
  record Task(String instruction, Optional<String> referenceAnswer, Optional<Rubric> rubric) {}

  /// One response with its scores.
  ///
  /// @param number where it stands in its file, from 1 up
  /// @param task what was asked
  /// @param response the answer
  /// @param model who answered, where the data tells
  /// @param scores for each run of the labelling, its score; NaN where that run gave none
  record Direct(
      long number, Task task, String response, Optional<String> model, List<Double> scores)
      implements LabelledItem {
    /// Copies.
    public Direct {
      scores = List.copyOf(scores);
    }
  }

  /// Two responses with the better one.
  ///
  /// @param number where it stands in its file, from 1 up
  /// @param task what was asked
  /// @param first one answer
  /// @param second the other
  /// @param label which is better
  record Pair(long number, Task task, String first, String second, Choice label)
      implements LabelledItem {}
}
