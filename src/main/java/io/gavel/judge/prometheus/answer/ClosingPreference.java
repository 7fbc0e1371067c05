package io.gavel.judge.prometheus.answer;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Says what the last words before a marker conclude about a pair, such as `Therefore, based on the
/// rubric, Response B is better`. They never stand in for the marker: they are looked at because
/// two different conclusions are none.
final class ClosingPreference {
  /// A conclusion stands within this many characters of the end.
  private static final int TAIL = 600;

  private static final Pattern CONCLUSION =
      Pattern.compile(
          "(?:^|[.!?\\n]\\s{0,3})\\**"
              + "(?:so|thus|therefore|hence|consequently|accordingly|overall|in conclusion|in summary),?\\s{1,2}"
              + "(?:[^.!?,\\n]{1,80},\\s{1,2})?"
              + "response (?<letter>[AB])\\s{1,2}is\\s{1,2}(?:the\\s)?(?:[a-z]{1,16}\\s)?"
              + "(?:better|best|superior|preferable|preferred|stronger|winner)\\b",
          CASE_INSENSITIVE);

  /// The same in the very last sentence, in fewer words: `B is better overall.`
  private static final Pattern LAST_WORDS =
      Pattern.compile(
          "(?:^|[.!?\\n]\\s{0,3})\\**(?:[Rr]esponse\\s)?(?<letter>[AB])\\**\\s{1,2}is\\s{1,2}(?:the\\s)?"
              + "(?:[a-z]{1,16}\\s)?(?:better|best|superior|preferable|preferred|stronger|winner)\\b"
              + "(?:(?!\\b(?:but|however|yet|while)\\b)[^.!?\\n]){0,80}[.!\\s*]{0,4}$");

  private ClosingPreference() {}

  /// Whether the last of such conclusions is another than the one at the marker.
  ///
  /// @param feedback what comes before the marker
  /// @param letter `A` or `B`
  static boolean contradicts(String feedback, String letter) {
    Matcher found = inTail(CONCLUSION, feedback);
    String last = letter;
    while (found.find()) {
      last = found.group("letter").toUpperCase(Locale.ROOT);
    }
    Matcher lastWords = inTail(LAST_WORDS, feedback);
    if (lastWords.find()) {
      last = lastWords.group("letter");
    }
    return !last.equals(letter);
  }

  private static Matcher inTail(Pattern pattern, String feedback) {
    return pattern
        .matcher(feedback)
        .region(Math.max(0, feedback.length() - TAIL), feedback.length())
        .useAnchoringBounds(false)
        .useTransparentBounds(true);
  }
}
