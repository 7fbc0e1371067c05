package io.gavel.evaluate.data;

import java.util.Optional;

/// The parts of a whole Prometheus prompt, cut at its headings (formats of the Prometheus papers;
/// prometheus-eval's benchmark files hold such prompts). A prompt in which a heading occurs twice
/// cannot be cut without guessing, and is not.
///
/// @param instruction what was asked
/// @param response what was answered
/// @param referenceAnswer the reference answer; empty where the prompt has none
/// @param rubric the rubric's text
record PromptSections(
    String instruction, String response, Optional<String> referenceAnswer, String rubric) {
  private static final String INSTRUCTION = "###The instruction to evaluate:\n";
  private static final String RESPONSE = "\n\n###Response to evaluate:\n";
  private static final String REFERENCE = "\n\n###Reference Answer (Score 5):\n";
  private static final String RUBRIC = "\n\n###Score Rubrics:\n";
  private static final String FEEDBACK = "\n\n###Feedback:";

  /// Cuts a prompt.
  ///
  /// @throws IllegalArgumentException where it cannot be cut; the message says why
  static PromptSections cut(String prompt) {
    int instruction = only(prompt, INSTRUCTION);
    int response = only(prompt, RESPONSE);
    int rubric = only(prompt, RUBRIC);
    int feedback = only(prompt, FEEDBACK);
    int reference = prompt.contains(REFERENCE) ? only(prompt, REFERENCE) : -1;
    int responseEnd = reference < 0 ? rubric : reference;
    int begin = instruction + INSTRUCTION.length();
    if (begin > response || response + RESPONSE.length() > responseEnd || rubric > feedback) {
      throw new IllegalArgumentException("the headings are not in the order of a prompt");
    }
    if (reference >= 0 && reference + REFERENCE.length() > rubric) {
      throw new IllegalArgumentException("the headings are not in the order of a prompt");
    }
    return new PromptSections(
        prompt.substring(begin, response),
        prompt.substring(response + RESPONSE.length(), responseEnd),
        reference < 0
            ? Optional.empty()
            : Optional.of(prompt.substring(reference + REFERENCE.length(), rubric)),
        prompt.substring(rubric + RUBRIC.length(), feedback));
  }

  private static int only(String prompt, String heading) {
    int first = prompt.indexOf(heading);
    if (first < 0) {
      throw new IllegalArgumentException("has no heading '%s'".formatted(heading.strip()));
    }
    if (prompt.indexOf(heading, first + 1) >= 0) {
      throw new IllegalArgumentException(
          "has the heading '%s' more than once, so it cannot be cut without guessing"
              .formatted(heading.strip()));
    }
    return first;
  }
}
