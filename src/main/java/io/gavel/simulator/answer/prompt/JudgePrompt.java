package io.gavel.simulator.answer.prompt;

import org.jspecify.annotations.Nullable;

/// What a stand-in reads in a prompt. What is to be judged is hostile: headings inside it are part
/// of it.
public sealed interface JudgePrompt {
  /// The family of judges whose prompt it is, which decides how its answers look.
  enum Layout {
    /// Ends with `[RESULT] 4` or `[RESULT] B`.
    PROMETHEUS,
    /// Ends with `Rating: [[7]]` or `final decision is Response 2`.
    AUTO_J,
    /// Anything else.
    OTHER
  }

  /// One response to be judged.
  ///
  /// @param layout whose prompt it is
  /// @param instruction what was asked, with the conversation before it
  /// @param response what is to be judged
  /// @param reference the reference answer; null where there is none
  record Single(Layout layout, String instruction, String response, @Nullable String reference)
      implements JudgePrompt {}

  /// Two responses to be compared.
  ///
  /// @param layout whose prompt it is
  /// @param instruction what was asked, with the conversation before it
  /// @param first the one shown first
  /// @param second the other
  /// @param reference the reference answer; null where there is none
  record Pair(
      Layout layout, String instruction, String first, String second, @Nullable String reference)
      implements JudgePrompt {}

  /// A prompt in which nothing is recognised.
  ///
  /// @param text all of it
  record Unknown(String text) implements JudgePrompt {}

  /// Whose prompt it is.
  default Layout layout() {
    return Layout.OTHER;
  }

  /// Reads a prompt.
  static JudgePrompt read(String prompt) {
    JudgePrompt known = AutoJPrompt.read(prompt);
    known = known == null ? PrometheusPrompt.read(prompt) : known;
    known = known == null ? LoosePrompt.read(prompt) : known;
    return known == null ? new Unknown(prompt) : known;
  }
}
