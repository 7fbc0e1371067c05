package io.gavel.simulator.answer.prompt;

import static io.gavel.simulator.answer.prompt.JudgePrompt.Layout.AUTO_J;

import org.jspecify.annotations.Nullable;

/// Cuts Auto-J's prompts at their marks (GAIR-NLP/auto-j, `codes/usage/constants_prompt.py`).
final class AutoJPrompt {
  private static final String SINGLE = "Write critiques for a submitted response";
  private static final String PAIR = "You are assessing two submitted responses";

  /// Room for a chat template's own marks before the prompt.
  private static final int LATEST_OPENING = 40;

  private static final String QUERY = "[Query]: ";
  private static final String RESPONSE = "\n***\n[Response]: ";
  private static final String RESPONSE_1 = "\n***\n[Response 1]: ";
  private static final String RESPONSE_2 = "\n***\n[Response 2]: ";
  private static final String END = "\n***\n[END DATA]";

  private AutoJPrompt() {}

  /// The parts of a single or pairwise prompt; null where it is neither.
  static @Nullable JudgePrompt read(String prompt) {
    int query = prompt.indexOf(QUERY);
    int end = prompt.lastIndexOf(END);
    if (query < 0 || end < query) {
      return null;
    }
    if (opens(prompt, SINGLE)) {
      int response = prompt.indexOf(RESPONSE, query);
      return response < 0 || end < response + RESPONSE.length()
          ? null
          : new JudgePrompt.Single(
              AUTO_J,
              prompt.substring(query + QUERY.length(), response),
              prompt.substring(response + RESPONSE.length(), end),
              null);
    }
    return opens(prompt, PAIR) ? pair(prompt, query, end) : null;
  }

  private static @Nullable JudgePrompt pair(String prompt, int query, int end) {
    int first = prompt.indexOf(RESPONSE_1, query);
    int second = prompt.indexOf(RESPONSE_2, first + RESPONSE_1.length());
    if (first < 0 || second < 0 || end < second + RESPONSE_2.length()) {
      return null;
    }
    return new JudgePrompt.Pair(
        AUTO_J,
        prompt.substring(query + QUERY.length(), first),
        prompt.substring(first + RESPONSE_1.length(), second),
        prompt.substring(second + RESPONSE_2.length(), end),
        null);
  }

  private static boolean opens(String prompt, String opening) {
    int at = prompt.indexOf(opening);
    return at >= 0 && at <= LATEST_OPENING;
  }
}
