package io.gavel.judge.prometheus.answer;

import java.util.Optional;
import java.util.regex.Matcher;

/// What follows a result marker.
///
/// @param symbol what stands there as a symbol, whether it is one that was asked for or not; empty
///   where there is none
/// @param opened the brackets and quotation marks between the marker and the symbol
/// @param symbols those that were asked for
/// @param text the whole answer
/// @param start where the symbol starts in it
/// @param end where it ends
record MarkedSymbol(
    String symbol, String opened, Symbols symbols, String text, int start, int end) {
  private static final String OPENERS = "([\"'`“‘";
  private static final String CLOSERS = ")]\"'`”’";

  /// Looks at what follows the end of a marker.
  static MarkedSymbol after(String text, int markerEnd, Symbols symbols) {
    Matcher found = symbols.afterMarker().matcher(text).region(markerEnd, text.length());
    return found.lookingAt()
        ? new MarkedSymbol(
            symbols.named(found.group("symbol")),
            found.group("opened") + found.group("inner"),
            symbols,
            text,
            found.start("symbol"),
            found.end())
        : new MarkedSymbol("", "", symbols, text, markerEnd, markerEnd);
  }

  /// Why this is not the plain end of an answer; empty where it is.
  Optional<String> objection() {
    if (symbol.isEmpty()) {
      return Optional.of("its marker is not followed by " + symbols.described());
    }
    if (end + 1 < text.length()
        && (text.charAt(end) == '.' || text.charAt(end) == ',')
        && Character.isDigit(text.charAt(end + 1))) {
      return Optional.of("the number at its marker is not an integer");
    }
    if (!symbols.names().contains(symbol)) {
      return Optional.of("what follows its marker is not " + symbols.described());
    }
    return onlyCloses()
        ? Optional.empty()
        : Optional.of("something else follows " + symbols.described() + " at its marker");
  }

  /// Whether what follows only closes what was opened after the marker, names the scale and ends. A
  /// quotation mark that closes but was not opened there means that the marker itself is quoted.
  private boolean onlyCloses() {
    Matcher scale = symbols.scale().matcher(text);
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
