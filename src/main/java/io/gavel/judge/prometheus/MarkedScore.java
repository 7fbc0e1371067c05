package io.gavel.judge.prometheus;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What follows a result marker.
///
/// @param digits the digits of the number; empty where none follows
/// @param opened the brackets and quotation marks between the marker and the number
/// @param text the whole answer
/// @param end where the digits end in it
record MarkedScore(String digits, String opened, String text, int end) {
  private static final Pattern NUMBER =
      Pattern.compile(
          "[\\s*]*+:?+[\\s*]*+(?<opened>[(\\[\"'`“‘]*+)[\\s*]*+(?:score\\s*+:?+\\s*+)?+\\**+"
              + "(?<digits>[0-9]++)",
          CASE_INSENSITIVE);
  private static final Pattern SCALE =
      Pattern.compile("(?:/\\s*+5|out\\s++of\\s++5)(?![0-9])", CASE_INSENSITIVE);
  private static final String OPENERS = "([\"'`“‘";
  private static final String CLOSERS = ")]\"'`”’";

  /// Looks at what follows the end of a marker.
  static MarkedScore after(String text, int markerEnd) {
    Matcher number = NUMBER.matcher(text).region(markerEnd, text.length());
    return number.lookingAt()
        ? new MarkedScore(number.group("digits"), number.group("opened"), text, number.end())
        : new MarkedScore("", "", text, markerEnd);
  }

  /// The score; only where there is no [#objection].
  int score() {
    return digits.charAt(0) - '0';
  }

  /// Why this is not the plain end of an answer; empty where it is.
  Optional<String> objection() {
    if (end + 1 < text.length()
        && (text.charAt(end) == '.' || text.charAt(end) == ',')
        && Character.isDigit(text.charAt(end + 1))) {
      return Optional.of("the number at its marker is not an integer");
    }
    if (digits.length() != 1 || digits.charAt(0) < '1' || digits.charAt(0) > '5') {
      return Optional.of("the number at its marker is not a level from 1 to 5");
    }
    return onlyCloses()
        ? Optional.empty()
        : Optional.of("something else follows the number at its marker");
  }

  /// Whether what follows only closes what was opened after the marker, names the scale and ends. A
  /// quotation mark that closes but was not opened there means that the marker itself is quoted.
  private boolean onlyCloses() {
    Matcher scale = SCALE.matcher(text);
    boolean scaled = false;
    int open = opened.length();
    int at = end;
    while (at < text.length()) {
      char next = text.charAt(at);
      if (Character.isWhitespace(next) || next == '*' || next == '.') {
        at++;
      } else if (open > 0 && OPENERS.indexOf(opened.charAt(open - 1)) == CLOSERS.indexOf(next)) {
        open--;
        at++;
      } else if (!scaled && scale.region(at, text.length()).lookingAt()) {
        scaled = true;
        at = scale.end();
      } else {
        return false;
      }
    }
    return open == 0;
  }
}
