package io.gavel.judge.kind;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tells a conclusion that the judge quotes from what it assesses from one of its own.
public final class Quotation {
  /// How much text before two conclusions is compared.
  private static final int LEAD = 24;

  /// Enough of the text before a conclusion to hold that much after white space is squeezed.
  private static final int WINDOW = 4 * LEAD;

  private static final String QUOTES = "\"'`“‘«";
  private static final String SENTENCE_ENDS = ".!?*`";

  private Quotation() {}

  /// Whether the conclusion may not be the judge's own: it is in quotation marks; or one of the
  /// texts holds conclusions and this one either follows the same words as one of them, or stands
  /// at the very start or in the middle of a sentence ("the response ends with [RESULT] 5").
  ///
  /// @param text the answer
  /// @param start where its conclusion starts
  /// @param conclusion what a conclusion looks like
  /// @param assessed the texts that the judge was shown and may quote
  public static boolean is(String text, int start, Pattern conclusion, List<String> assessed) {
    if (start > 0 && QUOTES.indexOf(text.charAt(start - 1)) >= 0) {
      return true;
    }
    String lead = lead(text, start);
    return assessed.stream().anyMatch(source -> isOf(source, lead, conclusion));
  }

  /// Whether a new sentence starts there.
  public static boolean startsSentence(String text, int start) {
    String before = text.substring(Math.max(0, start - WINDOW), start);
    String words = before.stripTrailing();
    return words.isEmpty()
        || before.indexOf('\n', words.length()) >= 0
        || SENTENCE_ENDS.indexOf(words.charAt(words.length() - 1)) >= 0;
  }

  private static boolean isOf(String source, String lead, Pattern conclusion) {
    Matcher theirs = conclusion.matcher(source);
    if (!theirs.find()) {
      return false;
    }
    if (lead.isEmpty() || SENTENCE_ENDS.indexOf(lead.charAt(lead.length() - 1)) < 0) {
      return true;
    }
    do {
      String theirLead = lead(source, theirs.start());
      // Where one text starts so late that its words are fewer, those decide.
      if (!theirLead.isEmpty() && (lead.endsWith(theirLead) || theirLead.endsWith(lead))) {
        return true;
      }
    } while (theirs.find());
    return false;
  }

  /// The last characters before a conclusion, runs of white space squeezed to one space.
  private static String lead(String text, int start) {
    String window = text.substring(Math.max(0, start - WINDOW), start);
    String squeezed = window.replaceAll("\\s++", " ").strip();
    return squeezed.substring(Math.max(0, squeezed.length() - LEAD));
  }
}
