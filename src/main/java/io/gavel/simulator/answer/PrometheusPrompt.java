package io.gavel.simulator.answer;

import org.jspecify.annotations.Nullable;

/// What a stand-in reads in an absolute Prometheus prompt. The response is hostile: headings inside
/// it are part of it. So the response begins at the first heading of its kind and ends at the last
/// of the next, and whether there is a reference answer is what the task description says.
///
/// @param instruction what was asked, with the conversation before it
/// @param response what is to be judged
/// @param reference the reference answer; null where the prompt has none
record PrometheusPrompt(String instruction, String response, @Nullable String reference) {
  private static final String INSTRUCTION = "###The instruction to evaluate:\n";
  private static final String RESPONSE = "\n\n###Response to evaluate:\n";
  private static final String REFERENCE = "\n\n###Reference Answer (Score 5):\n";
  private static final String RUBRIC = "\n\n###Score Rubrics:\n";
  private static final String PROMISE_OF_REFERENCE = "a reference answer that gets a score of 5";

  /// Cuts a prompt at its headings; null where it lacks one.
  static @Nullable PrometheusPrompt read(String prompt) {
    int instruction = prompt.indexOf(INSTRUCTION);
    int response = prompt.indexOf(RESPONSE, instruction);
    int rubric = prompt.lastIndexOf(RUBRIC);
    if (instruction < 0 || response < 0 || rubric < response) {
      return null;
    }
    String asked = between(prompt, instruction + INSTRUCTION.length(), response);
    int answered = response + RESPONSE.length();
    if (prompt.lastIndexOf(PROMISE_OF_REFERENCE, instruction) < 0) {
      return new PrometheusPrompt(asked, between(prompt, answered, rubric), null);
    }
    int reference = prompt.lastIndexOf(REFERENCE, rubric);
    if (reference < response) {
      return null;
    }
    return new PrometheusPrompt(
        asked,
        between(prompt, answered, reference),
        between(prompt, reference + REFERENCE.length(), rubric));
  }

  /// The text from one place up to another; empty where they overlap, as when the response is empty
  /// and its heading's line break is the next one's.
  private static String between(String text, int from, int to) {
    return from < to ? text.substring(from, to) : "";
  }
}
