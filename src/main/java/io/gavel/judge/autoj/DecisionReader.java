package io.gavel.judge.autoj;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import io.gavel.judge.kind.Quotation;
import io.gavel.judge.kind.Reading;
import io.gavel.schema.Preferred;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads Auto-J's answer about two responses: the key factors, and a statement that begins with
/// `So, the final decision is Response 1`, `Response 2` or `Tie`, which reasons may follow.
/// Whatever leaves a doubt is refused: the last statement must open a sentence and name one of the
/// three, and every other one must name the same.
///
/// Every pattern is bounded, so hostile input costs linear time.
final class DecisionReader {
  /// The words that announce a decision.
  static final Pattern STATEMENT =
      Pattern.compile(
          "(?:\\b(?:so|thus|therefore|hence|overall|in conclusion|in summary),?\\s{1,2})?"
              + "(?:\\b(?:the|my)\\s{1,2})?\\bfinal\\s{1,2}decision\\s{1,2}is\\b",
          CASE_INSENSITIVE);

  private static final Pattern NAMED =
      Pattern.compile(
          "\\*{0,3}\\s{0,2}:?\\s{0,2}\\*{0,3}[\"“(\\[]{0,2}"
              + "(?<named>response\\s{0,2}[12]|(?:an?\\s)?tie)(?![A-Za-z0-9])[\"”)\\]]{0,2}\\*{0,3}",
          CASE_INSENSITIVE);

  /// What makes a name one of several, as in the prompt's own line.
  private static final Pattern ANOTHER =
      Pattern.compile(
          "\\s{0,3}(?:/|,?\\s{0,3}(?:(?:or|and|nor|vs\\.?)\\s{1,3})?(?:an?\\s)?(?:response\\s{0,2}[12]|tie)\\b)",
          CASE_INSENSITIVE);

  private DecisionReader() {}

  /// The decision in an answer that was not cut off, or why there is none.
  ///
  /// @param answer what the judge wrote
  /// @param assessed the texts of others that it was shown
  static Reading read(String answer, List<String> assessed) {
    if (answer.length() > RatingReader.MAX_LENGTH) {
      return new Reading.Unreadable("it is longer than " + RatingReader.MAX_LENGTH + " characters");
    }
    if (Injection.repeatsPrompt(answer)) {
      return new Reading.Unreadable("it repeats the prompt");
    }
    List<MatchResult> statements = new ArrayList<>();
    for (Matcher found = STATEMENT.matcher(answer); found.find(); ) {
      statements.add(found.toMatchResult());
    }
    return statements.isEmpty()
        ? new Reading.Unreadable("it has no final decision")
        : concluded(answer, statements, assessed);
  }

  private static Reading concluded(
      String answer, List<MatchResult> statements, List<String> assessed) {
    MatchResult last = statements.getLast();
    Matcher named = named(answer, last);
    Preferred preferred = preferred(named);
    if (preferred == null) {
      return new Reading.Unreadable(
          "its final decision is neither Response 1 nor Response 2 nor a tie");
    }
    if (ANOTHER.matcher(answer).region(named.end(), answer.length()).lookingAt()) {
      return new Reading.Unreadable("its final decision names several");
    }
    for (MatchResult earlier : statements.subList(0, statements.size() - 1)) {
      Preferred other = preferred(named(answer, earlier));
      if (other != null && other != preferred) {
        return new Reading.Unreadable("it holds several different final decisions");
      }
    }
    if (!Quotation.startsSentence(answer, last.start())
        || Quotation.is(answer, last.start(), STATEMENT, assessed)) {
      return new Reading.Unreadable(
          "its final decision stands where the judge may quote what it assesses");
    }
    return new Reading.Preference(preferred, words(answer, last.start(), named.end()), null);
  }

  private static Matcher named(String answer, MatchResult statement) {
    return NAMED.matcher(answer).region(statement.end(), answer.length());
  }

  private static @Nullable Preferred preferred(Matcher named) {
    if (!named.lookingAt()) {
      return null;
    }
    return switch (named.group("named").toLowerCase(Locale.ROOT)) {
      case String response when response.endsWith("1") -> Preferred.FIRST;
      case String response when response.endsWith("2") -> Preferred.SECOND;
      default -> Preferred.TIE;
    };
  }

  /// What stands before and after the statement.
  private static String words(String answer, int start, int end) {
    String before = answer.substring(0, start).strip();
    String after = answer.substring(end).replaceFirst("^[.,;:*\\s]{1,8}", "").strip();
    return after.isEmpty() ? before : before.isEmpty() ? after : before + "\n\n" + after;
  }
}
