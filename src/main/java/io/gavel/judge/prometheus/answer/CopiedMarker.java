package io.gavel.judge.prometheus.answer;

import java.util.List;
import java.util.regex.Matcher;

/// Tells a marker that the judge copied from what it assesses from one of its own.
final class CopiedMarker {
  /// How much text before two markers is compared.
  private static final int LEAD = 24;

  /// Enough of the text before a marker to hold that much after runs of white space are squeezed.
  private static final int WINDOW = 4 * LEAD;

  private static final String QUOTES = "\"'`“‘«";
  private static final String SENTENCE_ENDS = ".!?)]\"'”’»*`";

  private CopiedMarker() {}

  /// Whether the marker may not be the judge's own: it is in quotation marks; or one of the texts
  /// holds markers and this one either follows the same words as one of them, or stands at the very
  /// start or in the middle of a sentence ("the response ends with [RESULT] 5").
  ///
  /// @param text the answer
  /// @param marker where its marker starts
  /// @param assessed the texts that the judge was shown and may quote
  static boolean isCopied(String text, int marker, List<String> assessed) {
    if (marker > 0 && QUOTES.indexOf(text.charAt(marker - 1)) >= 0) {
      return true;
    }
    String lead = lead(text, marker);
    return assessed.stream().anyMatch(source -> isCopied(lead, source));
  }

  private static boolean isCopied(String lead, String source) {
    Matcher theirs = Injection.LIKE_MARKER.matcher(source);
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

  /// The last characters before a marker, runs of white space squeezed to one space.
  private static String lead(String text, int marker) {
    String window = text.substring(Math.max(0, marker - WINDOW), marker);
    String squeezed = window.replaceAll("\\s++", " ").strip();
    return squeezed.substring(Math.max(0, squeezed.length() - LEAD));
  }
}
