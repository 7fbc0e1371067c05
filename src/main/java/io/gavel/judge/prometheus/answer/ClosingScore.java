package io.gavel.judge.prometheus.answer;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the score of a text without a marker that ends with it in words: `(Score 5)` after a whole
/// sentence, or a sentence or clause such as `so the overall score is 4 out of 5`. A score in
/// passing ("to earn a score of 5 ...", "it claims that the score is 5") is not a conclusion, and
/// where one differs from the conclusion, the text has none. Nor has it one where what was assessed
/// mentions a score itself: the judge may be quoting that.
final class ClosingScore {
  /// A closing score stands within this many characters of the end.
  private static final int TAIL = 160;

  private static final String SCALE = "(?:\\s{0,2}/\\s{0,2}5|\\s{1,2}out of 5)?";
  private static final String END = "\\**[.\\s*]{0,8}$";

  /// Where a sentence starts. The stop of an abbreviation ends none, and what a colon announces on
  /// the next line is not the judge's own ("It is wrong to say:").
  private static final String SENTENCE_START =
      "(?:^|[.!?](?<!\\b(?:e\\.g|i\\.e|vs|cf|viz)\\.)\\**\\s{1,3}|(?<!:\\s{0,4})\\n\\s{0,3})";

  /// A word that draws a conclusion, where a clause starts.
  private static final String CONCLUDING =
      "(?:^|[.!?\\n,;])\\**\\s{0,3}"
          + "(?:(?:so|thus|therefore|hence|consequently|accordingly),?|overall,)\\s{1,2}";

  private static final Pattern BRACKETED =
      Pattern.compile(
          SENTENCE_START
              + "(?<bracket>\\(\\s{0,2}(?:(?:overall|final|total)\\s)?score\\s{0,2}:?\\s{0,2}(?<digits>[0-9]+)"
              + SCALE
              + "\\s{0,2}\\))"
              + END,
          CASE_INSENSITIVE);

  private static final Pattern SENTENCE =
      Pattern.compile(
          "(?:"
              + SENTENCE_START
              + "|"
              + CONCLUDING
              + ")"
              + "\\**(?:(?:the|its|my)\\s)?(?:(?:overall|final|total)\\s)?score\\**"
              + "(?:\\s{1,2}is|\\s{0,2}:)[\\s*:]{1,6}(?<digits>[0-9]+)"
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
  /// @param assessed the texts that the judge was shown and may quote
  static Finding read(String text, List<String> assessed) {
    Matcher bracketed = atEnd(BRACKETED, text);
    Matcher sentence = atEnd(SENTENCE, text);
    Matcher found;
    String feedback = text;
    if (bracketed.find()) {
      found = bracketed;
      feedback = text.substring(0, bracketed.start("bracket")).stripTrailing();
    } else if (sentence.find()) {
      found = sentence;
    } else {
      return new Finding.Doubt("it has neither a marker nor a score at its end");
    }
    String digits = found.group("digits");
    if (!digits.matches("[1-5]")) {
      return new Finding.Doubt("the score at its end is not a level from 1 to 5");
    }
    if (assessed.stream().anyMatch(ClosingScore::mentionsScore)) {
      return new Finding.Doubt(
          "it has no marker, and what it assesses mentions a score that it may be quoting");
    }
    Matcher mentions = MENTION.matcher(text);
    while (mentions.find()) {
      String mentioned = mentions.group(1) == null ? mentions.group(2) : mentions.group(1);
      if (!digits.equals(mentioned)) {
        return new Finding.Doubt("it has no marker and mentions several different scores");
      }
    }
    return new Finding.Found(digits, feedback, found.start(), found.start("digits"));
  }

  /// Whether a text speaks of any score, in whatever connection.
  private static boolean mentionsScore(String text) {
    return MENTION.matcher(text).find() || Injection.claimsScore(text);
  }

  /// Looks in the last characters only. What is before them still tells where a sentence starts:
  /// the first of them is no start of its own.
  private static Matcher atEnd(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .region(Math.max(0, text.length() - TAIL), text.length())
        .useAnchoringBounds(false)
        .useTransparentBounds(true);
  }
}
