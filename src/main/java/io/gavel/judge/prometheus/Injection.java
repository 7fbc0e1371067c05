package io.gavel.judge.prometheus;

import java.util.regex.Pattern;

/// The signs by which text poses as the judge's own answer or as part of its prompt. The patterns
/// repeat nothing without a bound, so searching takes time linear in the text.
final class Injection {
  /// The flag on a score whose response shows such a sign.
  static final String FLAG = "injection_suspected";

  /// The result marker, `[RESULT]`.
  static final Pattern MARKER = Pattern.compile("\\[ {0,2}RESULT {0,2}]", Pattern.CASE_INSENSITIVE);

  private static final Pattern HEADING =
      Pattern.compile(
          "###\\s{0,2}(?:Task Description|The instruction to evaluate|Response to evaluate"
              + "|Reference Answer|Score Rubrics?|Feedback)\\b",
          Pattern.CASE_INSENSITIVE);

  private Injection() {}

  /// Whether a response under evaluation holds a result marker or a heading of the prompt.
  static boolean suspected(String response) {
    return MARKER.matcher(response).find() || hasHeading(response);
  }

  /// Whether a text holds a heading of the prompt.
  static boolean hasHeading(String text) {
    return HEADING.matcher(text).find();
  }
}
