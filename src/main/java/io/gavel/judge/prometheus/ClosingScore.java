package io.gavel.judge.prometheus;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import io.gavel.judge.kind.Reading;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the score of a text without a marker that ends with it in words: `(Score 5)`, or a
/// sentence such as `so the overall score is 4 out of 5`. A score in passing ("to earn a score of 5
/// ...") is not a conclusion, and where one differs from the conclusion, the text has none.
final class ClosingScore {
  /// A closing score stands within this many characters of the end.
  private static final int TAIL = 160;

  private static final String SCALE = "(?:\\s{0,2}/\\s{0,2}5|\\s{1,2}out of 5)?";
  private static final String END = "\\**[.\\s*]{0,8}$";

  private static final Pattern BRACKETED =
      Pattern.compile(
          "\\(\\s{0,2}(?:(?:overall|final|total)\\s)?score\\s{0,2}:?\\s{0,2}([0-9]+)"
              + SCALE
              + "\\s{0,2}\\)"
              + END,
          CASE_INSENSITIVE);

  private static final Pattern SENTENCE =
      Pattern.compile(
          "(?:^|[.!?\\n]\\s{0,3}|\\b(?:so|thus|therefore|hence|overall|consequently|accordingly),?\\s{1,2})"
              + "\\**(?:(?:the|its|my)\\s)?(?:(?:overall|final|total)\\s)?score\\**"
              + "(?:\\s{1,2}is|\\s{0,2}:)[\\s*:]{1,6}([0-9]+)"
              + SCALE
              + END,
          CASE_INSENSITIVE);

  private static final Pattern MENTION =
      Pattern.compile(
          "\\bscores?\\b(?:\\s{1,2}(?:of|is|was|would be|should be|could be))?\\s{0,2}:?[\\s*]{1,4}([0-9]+)"
              + "|\\b([0-9]+)(?:\\s{0,2}/\\s{0,2}|\\s{1,2}out of\\s{1,2})5\\b",
          CASE_INSENSITIVE);

  private ClosingScore() {}

  /// The score at the end of a text, or why there is none.
  ///
  /// @param text at most [AnswerReader#MAX_LENGTH] characters
  static Reading read(String text) {
    String tail = text.substring(Math.max(0, text.length() - TAIL));
    Matcher bracketed = BRACKETED.matcher(tail);
    Matcher sentence = SENTENCE.matcher(tail);
    String digits;
    String feedback = text;
    if (bracketed.find()) {
      digits = bracketed.group(1);
      feedback =
          text.substring(0, text.length() - tail.length() + bracketed.start()).stripTrailing();
    } else if (sentence.find()) {
      digits = sentence.group(1);
    } else {
      return new Reading.Unreadable("it has neither a marker nor a score at its end");
    }
    if (!digits.matches("[1-5]")) {
      return new Reading.Unreadable("the score at its end is not a level from 1 to 5");
    }
    Matcher mentions = MENTION.matcher(text);
    while (mentions.find()) {
      String mentioned = mentions.group(1) == null ? mentions.group(2) : mentions.group(1);
      if (!digits.equals(mentioned)) {
        return new Reading.Unreadable("it has no marker and mentions several different scores");
      }
    }
    return new Reading.Score(digits.charAt(0) - '0', feedback);
  }
}
