package io.gavel.judge.prometheus;

import io.gavel.judge.kind.Layout;
import io.gavel.judge.prometheus.answer.Symbols;
import io.gavel.schema.Level;
import io.gavel.schema.Rubric;
import java.util.HashMap;
import java.util.Map;

/// One thing that Prometheus is asked to do: its prompts, and what it concludes with. The system
/// text leads the one message, as the first model's chat template had no system role.
///
/// @param withReference the prompt with a reference answer
/// @param withoutReference the one without
/// @param rubric how the rubric is laid out in them
/// @param symbols what it is asked to conclude with
record Task(Layout withReference, Layout withoutReference, Layout rubric, Symbols symbols) {
  /// Direct assessment on the scale of 1 to 5.
  static Task absolute(PromptVariant variant) {
    return new Task(
        message("absolute_system.txt", variant.apply(PromptText.of("absolute_with_reference.txt"))),
        message(
            "absolute_system.txt", variant.apply(PromptText.of("absolute_without_reference.txt"))),
        new Layout(PromptText.of("rubric.txt")),
        Symbols.LEVELS);
  }

  /// Which one of a pair is better; of the rubric the judge sees the first line alone. Its
  /// published variants are the same.
  static Task relative() {
    return new Task(
        message("relative_system.txt", PromptText.of("relative_with_reference.txt")),
        message("relative_system.txt", PromptText.of("relative_without_reference.txt")),
        new Layout(PromptText.of("rubric.txt").lines().findFirst().orElseThrow()),
        Symbols.PAIR);
  }

  /// A question of yes or no. The models were not trained on it; this is the prompt for direct
  /// assessment with that in place of the scale, as the recorded answers in LlamaIndex's cookbook
  /// for Prometheus 2 were had.
  static Task question(PromptVariant variant) {
    return new Task(
        message("absolute_system.txt", variant.apply(PromptText.of("question_with_reference.txt"))),
        message(
            "absolute_system.txt", variant.apply(PromptText.of("question_without_reference.txt"))),
        new Layout(PromptText.of("question_rubric.txt")),
        Symbols.ANSWERS);
  }

  /// The whole message.
  ///
  /// @param asked the rubric
  /// @param values by the name of the place, without the rubric's
  String message(Rubric asked, Map<String, String> values) {
    Map<String, String> all = new HashMap<>(values);
    all.put("rubric", layOut(asked));
    return (values.containsKey("reference_answer") ? withReference : withoutReference).fill(all);
  }

  private String layOut(Rubric asked) {
    Map<String, String> values = new HashMap<>();
    values.put("criteria", asked.getCriteria());
    for (Level level : asked.getLevels()) {
      values.put("score" + level.getScore() + "_description", level.getDescription());
    }
    for (String item : asked.getChecklist()) {
      values.put("question", item);
    }
    return rubric.fill(values);
  }

  private static Layout message(String system, String prompt) {
    return new Layout(PromptText.of(system) + "\n\n" + prompt);
  }
}
