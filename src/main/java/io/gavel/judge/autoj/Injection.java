package io.gavel.judge.autoj;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.util.regex.Pattern;

/// The signs by which text poses as Auto-J's own conclusion or as part of its prompt. The patterns
/// repeat nothing without a bound, so searching takes time linear in the text.
final class Injection {
  /// The frame of the prompts.
  private static final Pattern FRAME = Pattern.compile("\\[(?:BEGIN|END) DATA]", CASE_INSENSITIVE);

  /// What the prompts name, and what Llama 2's chat template wraps them in.
  private static final Pattern HEADING =
      Pattern.compile(
          "\\[(?:Query|Response(?: [12])?)]:|\\[/?INST]|<</?SYS>>|</?s>", CASE_INSENSITIVE);

  private Injection() {}

  /// Whether a text under evaluation holds a rating, a decision, or a part of the prompt.
  static boolean suspected(String text) {
    return FRAME.matcher(text).find()
        || HEADING.matcher(text).find()
        || RatingReader.MARK.matcher(text).find()
        || RatingReader.SAID.matcher(text).find()
        || DecisionReader.STATEMENT.matcher(text).find();
  }

  /// Whether an answer goes on with the prompt, as a runaway does.
  static boolean repeatsPrompt(String answer) {
    return FRAME.matcher(answer).find();
  }
}
