package io.gavel.evaluate.data;

import io.gavel.hash.Ids;
import io.gavel.schema.Level;
import io.gavel.schema.ReferenceUse;
import io.gavel.schema.Rubric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rubrics that items bring along. Their id is a hash of their text, so the same rubric is the same
/// on every item.
final class RubricText {
  private RubricText() {}

  /// An absolute rubric.
  ///
  /// @param criteria the question
  /// @param levels what each level means, from 1 up; empty where the data does not say
  static Rubric of(String criteria, List<String> levels) {
    List<String> texts = new ArrayList<>(List.of(criteria));
    texts.addAll(levels);
    List<Level> scale = new ArrayList<>();
    for (String level : levels) {
      scale.add(new Level(scale.size() + 1, level));
    }
    return Rubric.newBuilder()
        .setRubricId("labelled-" + Ids.hash(texts.toArray(String[]::new)))
        .setVersion(1)
        .setCriteria(criteria)
        .setLevels(scale)
        .setReferenceUse(ReferenceUse.OPTIONAL)
        .build();
  }

  /// The rubric as a Prometheus prompt shows it: `[criteria]`, then a line `Score 1: ` and so on;
  /// empty where it is not of this form.
  static Optional<Rubric> parse(String text) {
    int from = text.indexOf("]\nScore 1: ");
    if (!text.startsWith("[") || from < 0) {
      return Optional.empty();
    }
    String criteria = text.substring(1, from);
    List<String> levels = new ArrayList<>();
    int start = from + "]".length();
    while (start < text.length()) {
      String lead = "\nScore %d: ".formatted(levels.size() + 1);
      int next = text.indexOf("\nScore %d: ".formatted(levels.size() + 2), start + lead.length());
      int end = next < 0 ? text.length() : next;
      levels.add(text.substring(start + lead.length(), end));
      start = end;
    }
    boolean complete = levels.size() >= 2 && levels.stream().noneMatch(String::isBlank);
    return complete && !criteria.isBlank() ? Optional.of(of(criteria, levels)) : Optional.empty();
  }
}
