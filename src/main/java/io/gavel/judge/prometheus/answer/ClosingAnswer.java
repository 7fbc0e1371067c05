package io.gavel.judge.prometheus.answer;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Says what the last words before a marker answer to a question of yes or no, such as `So the
/// answer is NO.` They never stand in for the marker: they are looked at because two different
/// answers are none.
final class ClosingAnswer {
  /// A conclusion stands within this many characters of the end.
  private static final int TAIL = 160;

  private static final Pattern CONCLUSION =
      Pattern.compile(
          "\\b(?:the|my|its) (?:final )?(?:answer|score|verdict)\\**(?:\\s{1,2}is|\\s{0,2}:)[\\s*:\"']{1,6}"
              + "(?<answer>yes|no)\\b[\"'.!\\s*]{0,6}$",
          CASE_INSENSITIVE);

  private ClosingAnswer() {}

  /// Whether they give another answer than the one at the marker.
  ///
  /// @param feedback what comes before the marker
  /// @param answer `YES` or `NO`
  static boolean contradicts(String feedback, String answer) {
    Matcher found =
        CONCLUSION
            .matcher(feedback)
            .region(Math.max(0, feedback.length() - TAIL), feedback.length())
            .useAnchoringBounds(false)
            .useTransparentBounds(true);
    return found.find() && !found.group("answer").equalsIgnoreCase(answer);
  }
}
