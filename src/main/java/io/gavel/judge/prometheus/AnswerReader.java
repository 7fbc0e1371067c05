package io.gavel.judge.prometheus;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import io.gavel.judge.kind.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a Prometheus answer, `<feedback> [RESULT] <score>`, and refuses whatever leaves a doubt.
///
/// The answer's last marker must be followed by a level and by nothing else but `/5`, `out of 5`,
/// brackets, bold and a full stop. Every other marker that carries a number must carry the same: a
/// marker the judge quotes from what it assesses may be a lie, so two different scores are none.
/// Without any marker the answer must end with its score in words ([ClosingScore]).
///
/// Every pattern is bounded, and no character is read more than a fixed number of times, so hostile
/// input costs linear time.
final class AnswerReader {
  /// Longer answers are refused unread: no judge writes them within its token limit.
  static final int MAX_LENGTH = 65_536;

  private static final Pattern LEAD =
      Pattern.compile("[*#]{0,3} {0,2}Feedback\\*{0,2} {0,2}:\\*{0,2}\\s*+", CASE_INSENSITIVE);
  private static final Pattern FORMAT_LINE =
      Pattern.compile(
          "\\((?:write a feedback for criteria|an integer number between 1 and 5)\\)",
          CASE_INSENSITIVE);

  private AnswerReader() {}

  /// The score in an answer that was not cut off, or why there is none.
  ///
  /// @param answer what the judge wrote
  /// @param assessed the texts of others that it was shown: a marker or score copied from one of
  ///   them is not the judge's
  static Reading read(String answer, List<String> assessed) {
    if (answer.length() > MAX_LENGTH) {
      return new Reading.Unreadable("it is longer than " + MAX_LENGTH + " characters");
    }
    String text = withoutLead(answer.strip());
    if (Injection.hasInputHeading(text) || FORMAT_LINE.matcher(text).find()) {
      return new Reading.Unreadable("it repeats the prompt");
    }
    List<MatchResult> markers = new ArrayList<>();
    for (Matcher found = Injection.MARKER.matcher(text); found.find(); ) {
      markers.add(found.toMatchResult());
    }
    return markers.isEmpty() ? ClosingScore.read(text, assessed) : marked(text, markers, assessed);
  }

  private static Reading marked(String text, List<MatchResult> markers, List<String> assessed) {
    MatchResult last = markers.getLast();
    // A heading before the first marker is a slip that real judges make; after it, a runaway.
    if (Injection.hasOutputHeading(text.substring(markers.getFirst().end()))) {
      return new Reading.Unreadable("it goes on after its marker");
    }
    MarkedScore conclusion = MarkedScore.after(text, last.end());
    if (conclusion.digits().isEmpty()) {
      return new Reading.Unreadable("its marker is not followed by a number");
    }
    for (MatchResult earlier : markers.subList(0, markers.size() - 1)) {
      String digits = MarkedScore.after(text, earlier.end()).digits();
      if (!digits.isEmpty() && !digits.equals(conclusion.digits())) {
        return new Reading.Unreadable("its markers carry several different scores");
      }
    }
    Optional<String> objection = conclusion.objection();
    if (objection.isPresent()) {
      return new Reading.Unreadable(objection.get());
    }
    if (CopiedMarker.isCopied(text, last.start(), assessed)) {
      return new Reading.Unreadable("its marker stands where the judge quotes what it assesses");
    }
    String feedback = withoutBold(text.substring(0, last.start()));
    // Quoted or not, another score in the last words leaves a doubt.
    if (ClosingScore.read(feedback, List.of()) instanceof Reading.Score said
        && said.value() != conclusion.score()) {
      return new Reading.Unreadable(
          "it concludes with %.0f in words and %d at the marker"
              .formatted(said.value(), conclusion.score()));
    }
    return Reading.Score.of(conclusion.score(), feedback);
  }

  /// Without the `Feedback:` that leads some answers, and without the quotation marks around the
  /// whole of an answer that imitates the prompt's format line to the letter.
  private static String withoutLead(String answer) {
    boolean quoted = answer.startsWith("\"Feedback:") && answer.endsWith("\"");
    String text = quoted ? answer.substring(1, answer.length() - 1) : answer;
    Matcher lead = LEAD.matcher(text);
    return lead.lookingAt() ? text.substring(lead.end()) : text;
  }

  /// Without the asterisks that open bold type around the marker.
  private static String withoutBold(String feedback) {
    String text = feedback.stripTrailing();
    return text.endsWith("**") && feedback.endsWith("*")
        ? text.substring(0, text.length() - 2).stripTrailing()
        : text;
  }
}
