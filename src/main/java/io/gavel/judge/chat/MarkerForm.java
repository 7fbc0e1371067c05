package io.gavel.judge.chat;

import io.gavel.judge.exchange.Form;
import io.gavel.judge.kind.Quotation;
import io.gavel.judge.kind.Reading;
import io.gavel.judge.kind.ResultMarker;
import io.gavel.judge.kind.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Feedback, then a last line of `[RESULT]` and the conclusion: a score, `yes` or `no` for each
/// item of a checklist with commas between, or the better response.
///
/// Strict: one marker in the whole answer, at the start of its line, and nothing after the
/// conclusion but a full stop and bold type. A score may be followed by the top of the scale, as in
/// `4/5`. A marker that follows the same words as one in what is assessed is a quotation.
final class MarkerForm implements AnswerForm {
  private static final Pattern SCORE =
      Pattern.compile("(-?[0-9]{1,10})(?: {0,2}/ {0,2}([0-9]{1,10}))?");

  @Override
  public String code() {
    return "marker";
  }

  @Override
  public String words(Wanted wanted) {
    String lead =
        "First write your feedback: your reasons, in a few sentences. Then write a last line that holds [RESULT] and ";
    return lead
        + switch (wanted) {
          case Wanted.Level level ->
              "a whole number from %d to %d, and nothing else.\nForm of the last line: [RESULT] (the number)"
                  .formatted(level.scale().minimum(), level.scale().maximum());
          case Wanted.Items items ->
              "yes or no for each of the %d questions, in their order, with commas between, and nothing else; no also where it cannot be told.\nForm of the last line: [RESULT] (yes or no%s)"
                  .formatted(
                      items.items().size(), items.items().size() > 1 ? ", yes or no, ..." : "");
          case Wanted.Better better ->
              "A or B for the better response%s, and nothing else.\nForm of the last line: [RESULT] (%s)"
                  .formatted(
                      better.tie() ? ", or tie if neither is better" : "",
                      String.join(" or ", better.symbols()));
        };
  }

  @Override
  public Form form(Wanted wanted) {
    return new Form.Free();
  }

  @Override
  public Found read(Wanted wanted, String answer, List<String> assessed) {
    Part part = Part.concluding(answer);
    String text = part.text();
    Matcher markers = ResultMarker.PLAIN.matcher(text);
    if (!markers.find()) {
      return Found.none("it has no marker");
    }
    MatchResult marker = markers.toMatchResult();
    if (markers.find()) {
      return Found.none("it has more than one marker");
    }
    int line = text.lastIndexOf('\n', marker.start()) + 1;
    if (skipped(text, line) < marker.start()) {
      return Found.none("its marker does not start a line");
    }
    if (Quotation.is(text, marker.start(), ResultMarker.ALIKE, assessed)) {
      return Found.none("its marker stands where it quotes what it assesses");
    }
    int at = skipped(text, marker.end());
    return new Found(
        conclusion(wanted, withoutEnd(text.substring(at)), text.substring(0, line).strip()),
        part.start() + marker.start(),
        part.start() + at);
  }

  private static Reading conclusion(Wanted wanted, String tail, String feedback) {
    return switch (wanted) {
      case Wanted.Level level -> score(tail, level.scale(), feedback);
      case Wanted.Items items -> checks(tail, items.items(), feedback);
      case Wanted.Better better -> Conclusions.better(tail, better, feedback);
    };
  }

  private static Reading score(String tail, Scale scale, String feedback) {
    Matcher score = SCORE.matcher(tail);
    if (!score.matches()) {
      return new Reading.Unreadable(
          "its marker is not followed by a whole number and nothing else");
    }
    if (score.group(2) != null && !score.group(2).equals(Integer.toString(scale.maximum()))) {
      return new Reading.Unreadable("its score is on another scale");
    }
    return Conclusions.score(score.group(1), scale, feedback);
  }

  private static Reading checks(String tail, List<String> items, String feedback) {
    List<Boolean> met = new ArrayList<>();
    for (String word : tail.split(",", items.size() + 1)) {
      switch (word.strip()) {
        case "yes" -> met.add(true);
        case "no" -> met.add(false);
        default -> {
          return new Reading.Unreadable("its marker is not followed by yes and no alone");
        }
      }
    }
    return met.size() == items.size()
        ? Conclusions.checks(items, met, feedback)
        : new Reading.Unreadable(
            "it gives %d verdicts on %d items".formatted(met.size(), items.size()));
  }

  /// Where something stands behind the bold type, the heading or the colon before it.
  private static int skipped(String text, int from) {
    int at = from;
    while (at < text.length() && " \t\r\n*#:".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  /// Without the bold type and the full stop behind it.
  private static String withoutEnd(String text) {
    int end = text.length();
    while (end > 0 && " \t\r\n*.".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(0, end);
  }
}
