package io.gavel.cli.text;

import java.util.ArrayList;
import java.util.List;

/// Makes text from outside fit to be printed on a terminal. Control characters, escape sequences
/// and what turns the reading direction would let a model's answer steer the terminal or pretend to
/// be another line; each becomes one [#REPLACEMENT].
public final class TerminalText {
  /// Stands where something was that may not be printed.
  public static final char REPLACEMENT = '\uFFFD';

  private static final String ELLIPSIS = "…";
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private TerminalText() {}

  /// The text as one line without anything that steers a terminal: line breaks, tabs and runs of
  /// spaces become one space each, the ends are trimmed, and every other control or format
  /// character, and half a surrogate pair, becomes [#REPLACEMENT].
  public static String line(String text) {
    return line(text, Integer.MAX_VALUE);
  }

  /// As [#line(String)], for at most `columns` columns: a longer text ends in an ellipsis. Long
  /// texts cost no more than what is shown of them.
  ///
  /// @param columns at least 1
  public static String line(String text, int columns) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), 256));
    int width = 0;
    int fits = 0; // how much of the line leaves a column for the ellipsis
    boolean space = false;
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      i += Character.charCount(character);
      if (isSpace(character)) {
        space = !line.isEmpty();
        continue;
      }
      int shown = isUnsafe(character) ? REPLACEMENT : character;
      int added = (space ? 1 : 0) + columns(shown);
      if (width + added > columns) {
        return line.substring(0, fits).stripTrailing() + ELLIPSIS;
      }
      if (space) {
        line.append(' ');
        space = false;
      }
      line.appendCodePoint(shown);
      width += added;
      if (width < columns) {
        fits = line.length();
      }
    }
    return line.toString();
  }

  /// The line of [#line(String, int)], filled up with spaces to exactly `columns` columns.
  ///
  /// @param columns at least 1
  public static String cell(String text, int columns) {
    String line = line(text, columns);
    return line + " ".repeat(columns - width(line));
  }

  /// A text in lines of at most so many columns, broken at spaces; what is left after the last line
  /// ends in an ellipsis.
  ///
  /// @param columns at least 1
  /// @param most how many lines, at least 1
  public static List<String> wrapped(String text, int columns, int most) {
    List<String> lines = new ArrayList<>();
    String rest = line(text);
    while (width(rest) > columns && lines.size() < most - 1) {
      int end =
          rest.offsetByCodePoints(0, Math.min(columns, rest.codePointCount(0, rest.length())));
      while (width(rest.substring(0, end)) > columns) {
        end = rest.offsetByCodePoints(end, -1);
      }
      int space = rest.lastIndexOf(' ', end);
      int cut = space > 0 ? space : Math.max(end, 1);
      lines.add(rest.substring(0, cut).strip());
      rest = rest.substring(cut).strip();
    }
    lines.add(line(rest, columns));
    return lines;
  }

  /// How many columns of a terminal the text takes.
  public static int width(String text) {
    return text.codePoints().map(TerminalText::columns).sum();
  }

  /// Whether printing this character could steer the terminal or reorder what stands around it, or
  /// means nothing on its own. The joiners of emoji and of several scripts are harmless.
  public static boolean isUnsafe(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      case Character.FORMAT -> character != ZERO_WIDTH_NON_JOINER && character != ZERO_WIDTH_JOINER;
      default -> false;
    };
  }

  private static boolean isSpace(int character) {
    return switch (character) {
      case ' ', '\t', '\n', '\r', '\f', 0x0B, 0x85, 0x2028, 0x2029 -> true;
      default -> Character.getType(character) == Character.SPACE_SEPARATOR;
    };
  }

  /// 0 for marks and joiners, 2 for what East Asian typography and emoji draw wide (Unicode
  /// Standard Annex #11, by block), else 1.
  private static int columns(int character) {
    int type = Character.getType(character);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    boolean wide =
        (character >= 0x1100 && character <= 0x115F)
            || (character >= 0x2E80 && character <= 0xA4CF)
            || (character >= 0xAC00 && character <= 0xD7A3)
            || (character >= 0xF900 && character <= 0xFAFF)
            || (character >= 0xFE30 && character <= 0xFE6F)
            || (character >= 0xFF00 && character <= 0xFF60)
            || (character >= 0xFFE0 && character <= 0xFFE6)
            || (character >= 0x20000 && character <= 0x3FFFD)
            || Character.isEmojiPresentation(character);
    return wide ? 2 : 1;
  }
}
