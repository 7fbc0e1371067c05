package io.gavel.judge.prometheus.answer;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import io.gavel.judge.kind.Quotation;
import io.gavel.judge.kind.ResultMarker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a Prometheus answer, `<feedback> [RESULT] <symbol>`, and refuses whatever leaves a doubt.
///
/// The answer's last marker must be followed by a symbol that was asked for and by nothing else but
/// `/5`, `out of 5`, brackets, bold and a full stop. Every other marker that carries a symbol must
/// carry the same: a marker the judge quotes from what it assesses may be a lie, so two different
/// ones are none. Words that conclude otherwise than the marker are a doubt too. Without any
/// marker, a score must end the answer in words ([ClosingScore]); nothing else is read then.
///
/// Every pattern is bounded, and no character is read more than a fixed number of times, so hostile
/// input costs linear time.
public final class AnswerReader {
  /// Longer answers are refused unread: no judge writes them within its token limit.
  public static final int MAX_LENGTH = 65_536;

  private static final Pattern LEAD =
      Pattern.compile("[*#]{0,3} {0,2}Feedback\\*{0,2} {0,2}:\\*{0,2}\\s*+", CASE_INSENSITIVE);
  private static final Pattern FORMAT_LINE =
      Pattern.compile(
          "\\((?:write a feedback for criteria|an integer number between 1 and 5|Either \"A\" or \"B\"|YES or NO)\\)",
          CASE_INSENSITIVE);

  private AnswerReader() {}

  /// The conclusion of an answer that was not cut off, or why there is none. Never throws, and
  /// takes time linear in the answer.
  ///
  /// @param answer what the judge wrote
  /// @param symbols what it was asked to conclude with
  /// @param assessed the texts of others that it was shown: a marker or score copied from one of
  ///   them is not the judge's
  public static Finding read(String answer, Symbols symbols, List<String> assessed) {
    if (answer.length() > MAX_LENGTH) {
      return new Finding.Doubt("it is longer than " + MAX_LENGTH + " characters");
    }
    int start = answer.length() - answer.stripLeading().length();
    int end = start + answer.strip().length();
    // An answer that imitates the prompt's format line to the letter is in quotation marks.
    if (answer.startsWith("\"Feedback:", start) && answer.charAt(end - 1) == '"') {
      start++;
      end--;
    }
    Matcher lead = LEAD.matcher(answer).region(start, end);
    if (lead.lookingAt()) {
      start = lead.end();
    }
    return body(answer.substring(start, end), symbols, assessed).behind(start);
  }

  private static Finding body(String text, Symbols symbols, List<String> assessed) {
    if (Injection.hasInputHeading(text) || FORMAT_LINE.matcher(text).find()) {
      return new Finding.Doubt("it repeats the prompt");
    }
    List<MatchResult> markers = new ArrayList<>();
    for (Matcher found = ResultMarker.PLAIN.matcher(text); found.find(); ) {
      markers.add(found.toMatchResult());
    }
    if (!markers.isEmpty()) {
      return marked(text, symbols, markers, assessed);
    }
    return symbols == Symbols.LEVELS
        ? ClosingScore.read(text, assessed)
        : new Finding.Doubt("it has no marker");
  }

  private static Finding marked(
      String text, Symbols symbols, List<MatchResult> markers, List<String> assessed) {
    MatchResult last = markers.getLast();
    // A heading before the first marker is a slip that real judges make; after it, a runaway.
    if (Injection.hasOutputHeading(text.substring(markers.getFirst().end()))) {
      return new Finding.Doubt("it goes on after its marker");
    }
    MarkedSymbol conclusion = MarkedSymbol.after(text, last.end(), symbols);
    for (MatchResult earlier : markers.subList(0, markers.size() - 1)) {
      String other = MarkedSymbol.after(text, earlier.end(), symbols).symbol();
      if (!other.isEmpty()
          && !conclusion.symbol().isEmpty()
          && !other.equals(conclusion.symbol())) {
        return new Finding.Doubt("its markers carry several different results");
      }
    }
    Optional<String> objection = conclusion.objection();
    if (objection.isPresent()) {
      return new Finding.Doubt(objection.get());
    }
    if (Quotation.is(text, last.start(), ResultMarker.ALIKE, assessed)) {
      return new Finding.Doubt("its marker stands where the judge quotes what it assesses");
    }
    String feedback = withoutBold(text.substring(0, last.start()));
    return contradicts(feedback, symbols, conclusion.symbol())
        ? new Finding.Doubt("its last words conclude otherwise than its marker")
        : new Finding.Found(conclusion.symbol(), feedback, last.start(), conclusion.start());
  }

  /// Whether the last words say something else than the marker; quoted or not, that is a doubt.
  private static boolean contradicts(String feedback, Symbols symbols, String symbol) {
    return switch (symbols) {
      case LEVELS ->
          ClosingScore.read(feedback, List.of()) instanceof Finding.Found said
              && !said.symbol().equals(symbol);
      case PAIR -> ClosingPreference.contradicts(feedback, symbol);
      case ANSWERS -> ClosingAnswer.contradicts(feedback, symbol);
    };
  }

  /// Without the asterisks that open bold type around the marker.
  private static String withoutBold(String feedback) {
    String text = feedback.stripTrailing();
    return text.endsWith("**") && feedback.endsWith("*")
        ? text.substring(0, text.length() - 2).stripTrailing()
        : text;
  }
}
