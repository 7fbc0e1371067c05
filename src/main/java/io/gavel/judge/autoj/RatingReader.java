package io.gavel.judge.autoj;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import io.gavel.judge.kind.Quotation;
import io.gavel.judge.kind.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads Auto-J's answer about one response, `<critique> Rating: [[n]]`, and refuses whatever
/// leaves a doubt.
///
/// The answer's last mark holds a number from 1 to 10, with at most two decimals, and nothing but a
/// full stop, bold or `/10` follows. Every other number in such brackets, and every rating in
/// words, must be the same: a mark that the judge quotes from what it assesses may be a lie. A
/// rating without its brackets is none.
///
/// Every pattern is bounded, so hostile input costs linear time.
final class RatingReader {
  /// Longer answers are refused unread: no judge writes them within its token limit.
  static final int MAX_LENGTH = 65_536;

  private static final String LEAD = "(?:(?:(?:final|overall)\\s{1,2})?\\brating\\*{0,3}\\s{0,2}";
  private static final String NUMBER = "[0-9]{1,9}(?:\\.[0-9]{1,9})?";

  /// A number in double brackets, or anything in such brackets after the word.
  static final Pattern MARK =
      Pattern.compile(
          LEAD
              + ":?\\*{0,3}\\s{0,3}\\*{0,3})?\\[\\[\\s{0,2}\\*{0,2}(?<number>-?"
              + NUMBER
              + ")(?:\\s?/\\s?10)?\\*{0,2}\\s{0,2}]]"
              + "|"
              + LEAD
              + ":\\*{0,3}\\s{0,3}\\*{0,3})\\[\\[",
          CASE_INSENSITIVE);

  /// A rating in words.
  static final Pattern SAID =
      Pattern.compile(
          LEAD + "(?:is\\b|:))[\\s*:]{0,6}(?:\\[\\[)?(?<number>" + NUMBER + ")", CASE_INSENSITIVE);

  /// What may follow the last mark.
  private static final Pattern CLOSING =
      Pattern.compile("\\*{0,3}\\s{0,2}(?:/\\s?10|out of 10)?[\\s*.]*+");

  private RatingReader() {}

  /// The rating in an answer that was not cut off, or why there is none.
  ///
  /// @param answer what the judge wrote
  /// @param assessed the texts of others that it was shown
  static Reading read(String answer, List<String> assessed) {
    if (answer.length() > MAX_LENGTH) {
      return new Reading.Unreadable("it is longer than " + MAX_LENGTH + " characters");
    }
    if (Injection.repeatsPrompt(answer)) {
      return new Reading.Unreadable("it repeats the prompt");
    }
    List<MatchResult> marks = new ArrayList<>();
    for (Matcher found = MARK.matcher(answer); found.find(); ) {
      marks.add(found.toMatchResult());
    }
    return marks.isEmpty()
        ? new Reading.Unreadable("it has no rating in double brackets")
        : concluded(answer, marks, assessed);
  }

  private static Reading concluded(String answer, List<MatchResult> marks, List<String> assessed) {
    MatchResult last = marks.getLast();
    String number = last.group("number");
    if (number == null) {
      return new Reading.Unreadable("its last rating is not a number");
    }
    if (!CLOSING.matcher(answer).region(last.end(), answer.length()).matches()) {
      return new Reading.Unreadable("something else follows its last rating");
    }
    double rating = Double.parseDouble(number);
    if (rating < 1 || rating > 10 || !number.matches("[0-9]{1,2}(?:\\.[0-9]{1,2})?")) {
      return new Reading.Unreadable(
          "its last rating is not a number from 1 to 10 with at most two decimals");
    }
    if (differs(rating, MARK.matcher(answer)) || differs(rating, SAID.matcher(answer))) {
      return new Reading.Unreadable("it holds several different ratings");
    }
    if (Quotation.is(answer, last.start(), MARK, assessed)) {
      return new Reading.Unreadable("its rating stands where the judge quotes what it assesses");
    }
    return Reading.Score.of(rating, withoutBold(answer.substring(0, last.start())).strip());
  }

  private static boolean differs(double rating, Matcher found) {
    while (found.find()) {
      String number = found.group("number");
      if (number != null && Double.parseDouble(number) != rating) {
        return true;
      }
    }
    return false;
  }

  /// Without the asterisks that open bold type around the rating.
  private static String withoutBold(String feedback) {
    return feedback.endsWith("**") ? feedback.substring(0, feedback.length() - 2) : feedback;
  }
}
