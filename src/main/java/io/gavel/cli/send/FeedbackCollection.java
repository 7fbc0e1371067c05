package io.gavel.cli.send;

import io.gavel.hash.Ids;
import io.gavel.schema.Level;
import io.gavel.schema.ReferenceUse;
import io.gavel.schema.Rubric;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The field names of the Feedback Collection (Kim et al. 2023, Prometheus), the data set that the
/// judges were trained on: each line brings its own rubric along.
final class FeedbackCollection {
  static final String INSTRUCTION = "orig_instruction";
  static final String RESPONSE = "orig_response";
  static final String REFERENCE_ANSWER = "orig_reference_answer";

  /// The whole prompt, and what another judge answered to it: not what is judged here.
  static final Set<String> IGNORED =
      Set.of("instruction", "input", "output", "orig_score", "orig_feedback");

  private static final String CRITERIA = "orig_criteria";
  private static final int LEVELS = 5;

  /// All its own names.
  static final Set<String> NAMES =
      Stream.of(
              Stream.of(INSTRUCTION, RESPONSE, REFERENCE_ANSWER, CRITERIA),
              IGNORED.stream(),
              IntStream.rangeClosed(1, LEVELS).mapToObj(FeedbackCollection::description))
          .flatMap(names -> names)
          .collect(Collectors.toUnmodifiableSet());

  private FeedbackCollection() {}

  /// Whether an object has any of the names that only this data set has.
  static boolean isOne(Fields fields) {
    return NAMES.stream().anyMatch(name -> name.startsWith("orig_") && fields.has(name));
  }

  /// The rubric of a line: its id is a hash of its text, so the same rubric is the same on every
  /// line and in every run.
  static Rubric rubric(Fields fields) {
    String criteria = fields.requiredNotEmpty(CRITERIA);
    List<Level> levels = new ArrayList<>();
    List<String> texts = new ArrayList<>(List.of(criteria));
    for (int score = 1; score <= LEVELS; score++) {
      String text = fields.requiredNotEmpty(description(score));
      levels.add(new Level(score, text));
      texts.add(text);
    }
    return Rubric.newBuilder()
        .setRubricId("feedback-collection-" + Ids.hash(texts.toArray(String[]::new)))
        .setVersion(1)
        .setCriteria(criteria)
        .setLevels(levels)
        .setReferenceUse(ReferenceUse.OPTIONAL)
        .build();
  }

  private static String description(int score) {
    return "orig_score" + score + "_description";
  }
}
