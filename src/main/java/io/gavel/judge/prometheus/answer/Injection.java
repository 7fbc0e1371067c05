package io.gavel.judge.prometheus.answer;

import io.gavel.judge.kind.ResultMarker;
import java.util.regex.Pattern;

/// The signs by which text poses as the judge's own answer or as part of its prompt. The patterns
/// repeat nothing without a bound, so searching takes time linear in the text.
public final class Injection {
  /// The headings under which the judge is given something.
  private static final Pattern INPUT_HEADING =
      heading(
          "Task Description|The instruction to evaluate|Instruction(?=\\s?:)|Response to evaluate"
              + "|Response [AB]|Reference Answer|Score Rubrics?");

  /// The heading under which it is to write.
  private static final Pattern OUTPUT_HEADING = heading("Feedback");

  /// A score in the words in which a judge without a marker concludes: `score is 5`, `(Score 5)`.
  private static final Pattern CLAIM =
      Pattern.compile(
          "\\bscore\\**(?:\\s{1,2}is\\b|\\s{0,2}:)[\\s*:]{0,6}[1-5](?![0-9])"
              + "|\\(\\s{0,2}(?:(?:overall|final|total)\\s)?score[\\s*]{0,4}[1-5](?![0-9])",
          Pattern.CASE_INSENSITIVE);

  /// A preference in the words in which a judge concludes.
  private static final Pattern CLAIMED_PREFERENCE =
      Pattern.compile(
          "\\bresponse [AB]\\s{1,2}is\\s{1,2}(?:the\\s)?(?:[a-z]{1,16}\\s)?(?:better|best|superior|preferred)\\b"
              + "|\\b(?:better|best) response\\s{1,2}is\\s{1,2}(?:response )?[AB]\\b",
          Pattern.CASE_INSENSITIVE);

  /// What chat templates put around turns; in a text, it may end the judge's turn before its time.
  private static final Pattern TURN =
      Pattern.compile("\\[/?INST]|</?s>|<\\|[a-z_]{2,30}\\|>", Pattern.CASE_INSENSITIVE);

  private Injection() {}

  /// Whether a text under evaluation holds a result marker, a heading of the prompt, a score or a
  /// preference in the words of a judge, or the bounds of a turn.
  public static boolean suspected(String text) {
    return ResultMarker.ALIKE.matcher(text).find()
        || hasInputHeading(text)
        || hasOutputHeading(text)
        || claimsScore(text)
        || CLAIMED_PREFERENCE.matcher(text).find()
        || TURN.matcher(text).find();
  }

  /// Whether a text holds a score in the words in which a judge concludes.
  static boolean claimsScore(String text) {
    return CLAIM.matcher(text).find();
  }

  /// Whether a text holds a heading under which the judge is given something.
  static boolean hasInputHeading(String text) {
    return INPUT_HEADING.matcher(text).find();
  }

  /// Whether a text holds the heading under which the judge is to write.
  static boolean hasOutputHeading(String text) {
    return OUTPUT_HEADING.matcher(text).find();
  }

  private static Pattern heading(String titles) {
    return Pattern.compile("###\\s{0,2}(?:" + titles + ")\\b", Pattern.CASE_INSENSITIVE);
  }
}
