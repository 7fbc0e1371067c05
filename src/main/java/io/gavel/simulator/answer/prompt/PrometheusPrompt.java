package io.gavel.simulator.answer.prompt;

import static io.gavel.simulator.answer.prompt.JudgePrompt.Layout.PROMETHEUS;

import org.jspecify.annotations.Nullable;

/// Cuts Prometheus's prompts at their headings. A response begins at the first heading of its kind
/// and the last one ends at the last of the next, and whether there is a reference answer is what
/// the task description says.
final class PrometheusPrompt {
  private static final String INSTRUCTION = "###The instruction to evaluate:\n";
  private static final String RESPONSE = "\n\n###Response to evaluate:\n";
  private static final String REFERENCE = "\n\n###Reference Answer (Score 5):\n";
  private static final String RUBRIC = "\n\n###Score Rubrics:\n";
  private static final String PROMISE_OF_REFERENCE = "a reference answer that gets a score of 5";

  private static final String PAIR_INSTRUCTION = "###Instruction:\n";
  private static final String RESPONSE_A = "\n\n###Response A:\n";
  private static final String RESPONSE_B = "\n\n###Response B:\n";
  private static final String PAIR_REFERENCE = "\n\n###Reference Answer:\n";
  private static final String PAIR_RUBRIC = "\n\n###Score Rubric:\n";
  private static final String PAIR_PROMISE_OF_REFERENCE =
      ", a reference answer, and an evaluation criteria";

  private PrometheusPrompt() {}

  /// The parts of an absolute or relative prompt; null where it is neither.
  static @Nullable JudgePrompt read(String prompt) {
    int single = prompt.indexOf(INSTRUCTION);
    int pair = prompt.indexOf(PAIR_INSTRUCTION);
    return pair >= 0 && (single < 0 || pair < single)
        ? relative(prompt, pair)
        : absolute(prompt, single);
  }

  private static @Nullable JudgePrompt absolute(String prompt, int instruction) {
    int response = prompt.indexOf(RESPONSE, instruction);
    int rubric = prompt.lastIndexOf(RUBRIC);
    if (instruction < 0 || response < 0 || rubric < response) {
      return null;
    }
    String asked = between(prompt, instruction + INSTRUCTION.length(), response);
    int answered = response + RESPONSE.length();
    if (prompt.lastIndexOf(PROMISE_OF_REFERENCE, instruction) < 0) {
      return new JudgePrompt.Single(PROMETHEUS, asked, between(prompt, answered, rubric), null);
    }
    int reference = prompt.lastIndexOf(REFERENCE, rubric);
    if (reference < response) {
      return null;
    }
    return new JudgePrompt.Single(
        PROMETHEUS,
        asked,
        between(prompt, answered, reference),
        between(prompt, reference + REFERENCE.length(), rubric));
  }

  private static @Nullable JudgePrompt relative(String prompt, int instruction) {
    int first = prompt.indexOf(RESPONSE_A, instruction);
    int second = prompt.indexOf(RESPONSE_B, first);
    int rubric = prompt.lastIndexOf(PAIR_RUBRIC);
    if (first < 0 || second < first || rubric < second) {
      return null;
    }
    boolean promised = prompt.lastIndexOf(PAIR_PROMISE_OF_REFERENCE, instruction) >= 0;
    int reference = promised ? prompt.lastIndexOf(PAIR_REFERENCE, rubric) : rubric;
    if (reference < second) {
      return null;
    }
    return new JudgePrompt.Pair(
        PROMETHEUS,
        between(prompt, instruction + PAIR_INSTRUCTION.length(), first),
        between(prompt, first + RESPONSE_A.length(), second),
        between(prompt, second + RESPONSE_B.length(), reference),
        promised ? between(prompt, reference + PAIR_REFERENCE.length(), rubric) : null);
  }

  /// The text from one place up to another; empty where they overlap, as when the response is empty
  /// and its heading's line break is the next one's.
  private static String between(String text, int from, int to) {
    return from < to ? text.substring(from, to) : "";
  }
}
